// The sheet asks the browser to print it.

const button = document.querySelector("[data-print]");
if (button instanceof HTMLElement) button.addEventListener("click", () => window.print());
