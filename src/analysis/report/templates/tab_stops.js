// Optional: the Tab key skips boxes that do not need to scroll.
for (const box of document.querySelectorAll(".scroll, pre[tabindex]")) {
  if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
}
for (const enlarge of document.querySelectorAll(".enlarge input")) {
  enlarge.addEventListener("change", () => {
    enlarge.closest("figure").querySelector(".scroll").tabIndex = enlarge.checked ? 0 : -1;
  });
}
