// Before the first paint: the theme and the size of letters this browser was set to; and the key of search.
// Classic script on purpose: a module would run after the page has been drawn.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("gl-theme");
    var size = localStorage.getItem("gl-size");
    if (theme && !root.hasAttribute("data-theme")) root.setAttribute("data-theme", theme);
    if (size) root.setAttribute("data-size", size);
  } catch (_) {
    /* storage is closed: the defaults stay */
  }
  root.classList.add("js");

  // Who is quick presses / before the scripts have come: the box is found all the same.
  /** @param {KeyboardEvent} event */
  function quick(event) {
    var box = document.getElementById("q");
    var typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !box) return;
    event.preventDefault();
    box.focus();
  }
  document.addEventListener("keydown", quick);
  window.addEventListener("load", function () {
    document.removeEventListener("keydown", quick); // keys.js is there by now
  });
})();
