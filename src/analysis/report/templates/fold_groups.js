// Optional: an address that leads into a folded part unfolds it; on a phone, the groups of a long page begin folded.
(() => {
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.localName === "details") part.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  const groups = [...document.querySelectorAll("details.group")];
  if (groups.length > 1 && matchMedia("(max-width: 40rem)").matches) {
    const folded = [...groups, ...document.querySelectorAll("details.appendix")];
    const fold = (closed) => folded.forEach((part) => { part.open = !closed; });
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Unfold all";
    button.addEventListener("click", () => {
      fold(folded.every((part) => part.open));
      button.textContent = folded[0].open ? "Fold all" : "Unfold all";
    });
    groups[0].before(button);
    fold(true);
  }
  reveal();
})();
