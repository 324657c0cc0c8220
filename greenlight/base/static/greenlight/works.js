// 工程形象: two photos one over the other, the line between them moved by pointer or keys. Without it they
// stand side by side.

/** @param {HTMLElement} box */
function slide(box) {
  const range = box.querySelector("input[type=range]");
  if (!(range instanceof HTMLInputElement)) return;
  const cut = () => {
    box.style.setProperty("--cut", `${range.value}%`);
    range.setAttribute("aria-valuetext", `前一张露出 ${range.value}%`);
  };
  range.hidden = false;
  box.classList.add("compare-on");
  range.addEventListener("input", cut);
  box.addEventListener("pointerdown", (event) => {
    if (event.target === range) return;
    const place = box.getBoundingClientRect();
    range.value = String(Math.round(((event.clientX - place.left) / place.width) * 100));
    cut();
  });
  cut();
}

for (const box of document.querySelectorAll("[data-gl-compare]")) {
  if (box instanceof HTMLElement) slide(box);
}

export {};
