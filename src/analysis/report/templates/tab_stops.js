// Optional: the Tab key skips boxes that do not need to scroll.
for (const box of document.querySelectorAll(".scroll, pre[tabindex]")) {
  if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
}
