// Before the first paint: the theme and the size of letters this browser was set to.
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
})();
