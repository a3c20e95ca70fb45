// Optional: the Tab key skips boxes that do not need to scroll.
for (const box of document.querySelectorAll(".scroll, pre[tabindex]")) {
  if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
}
for (const enlarge of document.querySelectorAll(".enlarge input")) {
  enlarge.addEventListener("change", () => {
    enlarge.closest("figure").querySelector(".scroll").tabIndex = enlarge.checked ? 0 : -1;
  });
}
// Some browsers forget that a table is one where its rows are shown as cards.
const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
for (const part of document.querySelectorAll(".cards, .cards :is(thead, tbody, tr, td, th)")) {
  part.setAttribute("role", roles[part.tagName] ?? (part.scope === "row" ? "rowheader" : "columnheader"));
}
