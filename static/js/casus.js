/*
 * What the page of a casus gains from a script: a form that opened in its place can be closed
 * again without leaving the page, and a word about what was done goes when something else is done.
 */

const openers = new WeakMap();

document.addEventListener("htmx:beforeSwap", (event) => {
  const plek = event.detail.target;
  if (!plek.matches?.("[data-plek]")) return;
  const opener = event.detail.requestConfig.elt;
  if (opener.matches("a") && !plek.contains(opener)) openers.set(plek, opener);
});

/* Before a new answer comes in: the word about the one before has been read. */
document.addEventListener("htmx:beforeRequest", () => {
  for (const melding of document.querySelectorAll("[data-melding]")) melding.remove();
});

document.addEventListener("click", (event) => {
  const annuleer = event.target.closest("[data-annuleer]");
  const plek = annuleer?.closest("[data-plek]");
  if (!plek) return;
  event.preventDefault();
  plek.replaceChildren();
  const opener = openers.get(plek);
  if (opener?.isConnected) opener.focus();
});
