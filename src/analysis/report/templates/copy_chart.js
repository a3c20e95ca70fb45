// Optional: a button that copies a chart with its title and source line, for another document.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const figure = button.closest("figure");
    const selection = getSelection();
    const range = document.createRange();
    range.setStartBefore(figure.querySelector("img"));
    range.setEndAfter(figure.querySelector(".source"));
    selection.removeAllRanges();
    selection.addRange(range);
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    button.textContent = done ? "Copied" : "Copying is not allowed here";
  });
}
