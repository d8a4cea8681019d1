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

/* A form that opens where another stands half filled in: ask first. */
function halfIngevuld(formulier) {
  if (formulier.hasAttribute("data-onbewaard")) return true;
  return Array.from(formulier.elements).some((element) => {
    if (!element.name || element.type === "hidden") return false;
    if (element.type === "radio") return element.checked !== element.defaultChecked;
    if (element.tagName !== "SELECT") return element.value !== element.defaultValue;
    const vooraf = Array.from(element.options).findIndex((optie) => optie.defaultSelected);
    return element.selectedIndex !== Math.max(vooraf, 0);
  });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const plek = event.detail.target;
  if (!event.detail.elt.matches("a") || !plek.matches?.("[data-plek]")) return;
  const half = Array.from(plek.querySelectorAll("form[data-bewaak]")).some(halfIngevuld);
  const vraag = "Wat je hier hebt ingevuld, is nog niet opgeslagen. Toch verdergaan?";
  if (half && !window.confirm(vraag)) event.preventDefault();
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
