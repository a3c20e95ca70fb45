// Optional: one button that shows or hides all code.
(() => {
  const code = [...document.querySelectorAll("details.code")];
  if (!code.length) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Show all code";
  button.addEventListener("click", () => {
    const open = code.some((part) => !part.open);
    code.forEach((part) => { part.open = open; });
    button.textContent = open ? "Hide all code" : "Show all code";
  });
  document.querySelector("article.notebook").before(button);
})();
