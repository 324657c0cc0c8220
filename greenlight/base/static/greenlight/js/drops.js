// A file can be dropped on the zone or anywhere on a page that has one; its name is said, and a
// zone marked data-gl-send hands it in at once.

/** @param {HTMLElement} zone @param {FileList | null} files */
function tell(zone, files) {
  const place = zone.querySelector(".drop-name");
  const file = files && files[0];
  if (!place || !file) return;
  const size = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
  place.textContent = `${file.name}，${size}`;
  const form = zone.closest("form");
  if (form && zone.hasAttribute("data-gl-send")) form.requestSubmit();
}

/** @param {HTMLElement} zone */
function listen(zone) {
  const input = zone.querySelector("input[type=file]");
  if (!(input instanceof HTMLInputElement)) return;
  input.addEventListener("change", () => tell(zone, input.files));
  const over = /** @param {boolean} yes */ (yes) => zone.classList.toggle("over", yes);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell(zone, input.files);
  });
}

/** Start: every drop zone of the page. */
export function drops() {
  for (const zone of document.querySelectorAll("[data-gl-drop]"))
    if (zone instanceof HTMLElement) listen(zone);
}
