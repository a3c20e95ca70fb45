// Optional: on a phone, the groups of a long page begin folded; an address that leads into one unfolds it.
(() => {
  const groups = [...document.querySelectorAll("details.group")];
  if (groups.length < 2 || !matchMedia("(max-width: 40rem)").matches) return;
  const fold = (folded) => groups.forEach((group) => { group.open = !folded; });
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.localName === "details") part.open = true;
    if (target) target.scrollIntoView();
  };
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Unfold all";
  button.addEventListener("click", () => {
    fold(groups.every((group) => group.open));
    button.textContent = groups[0].open ? "Fold all" : "Unfold all";
  });
  groups[0].before(button);
  fold(true);
  reveal();
  addEventListener("hashchange", reveal);
})();
