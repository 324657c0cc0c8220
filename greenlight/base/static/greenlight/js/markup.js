// Markup that came from our own server becomes nodes. Parsed in a document of its own, scripts in it
// never run, and nothing is ever assigned to innerHTML.

/** @param {string} text @returns {DocumentFragment} */
export function nodes(text) {
  const made = document.createDocumentFragment();
  made.append(...Array.from(new DOMParser().parseFromString(text, "text/html").body.childNodes));
  return made;
}
