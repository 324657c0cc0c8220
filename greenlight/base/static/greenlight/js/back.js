// 返回上一页 of a page that says no: back in the history, where what was typed still stands. Without a script,
// or where the page one came from is not the one before, the link opens it anew.

/** Start. */
export function back() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-gl-back]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (history.length < 2 || link.href !== document.referrer) return;
    event.preventDefault();
    history.back();
  });
}
