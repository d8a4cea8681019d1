/*
 * On a wide screen an action opens beside the matrix. Without this file, on a small screen and with
 * a modifier key, the same link opens its page. What is open is a step in the history of the
 * browser: back closes it, and back from another page opens it again.
 */

const RUIM = window.matchMedia("(min-width: 75em)");

let geopendDoor = null;
let hier = "";

function gekozen(actie) {
  for (const eerder of document.querySelectorAll("[data-gekozen]")) delete eerder.dataset.gekozen;
  if (actie) actie.dataset.gekozen = "";
}

function toon(adres) {
  hier = window.location.href;
  window.htmx.ajax("GET", adres, { target: "#actiepaneel", swap: "innerHTML" });
}

/* One step for the panel, whatever is opened in it; "" when it was closed again. */
function onthoud(adres) {
  if (window.history.state?.paneel !== undefined) window.history.replaceState({ paneel: adres }, "");
  else if (adres) window.history.pushState({ paneel: adres }, "");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-paneel]");
  if (!link || !RUIM.matches || !window.htmx) return;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  // A link inside the panel goes on from what opened it.
  if (!link.closest("#actiepaneel")) {
    geopendDoor = link;
    gekozen(link.closest(".pactactie"));
    onthoud(link.href);
  }
  toon(link.href);
});

function leeg() {
  document.getElementById("actiepaneel")?.replaceChildren();
  gekozen(null);
}

function sluit() {
  const paneel = document.getElementById("actiepaneel");
  if (!paneel?.firstElementChild) return;
  leeg();
  if (geopendDoor?.isConnected) geopendDoor.focus();
  geopendDoor = null;
}

function sluitZelf() {
  onthoud("");
  sluit();
}

function herstel(adres) {
  const links = [...document.querySelectorAll("a[data-paneel]")];
  geopendDoor = links.find((link) => link.href === adres && !link.closest("#actiepaneel")) ?? null;
  gekozen(geopendDoor?.closest(".pactactie"));
  toon(adres);
}

window.addEventListener("popstate", (event) => {
  // What htmx put there it brings back itself, with the whole page; a jump on this page is no step back.
  if (event.state?.htmx) return;
  if (event.state?.paneel && RUIM.matches) herstel(event.state.paneel);
  else if (window.location.href === hier) sluit();
});
window.addEventListener("load", () => {
  const adres = window.history.state?.paneel;
  if (adres && RUIM.matches && window.htmx) herstel(adres);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-paneel-dicht]")) sluitZelf();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (event.target.closest("#actiepaneel, .pactmatrix")) sluitZelf();
});

/* A move was made: the matrix comes again by itself, and says so. */
document.addEventListener("verplaatst", () => {
  onthoud("");
  leeg();
  geopendDoor = null;
});
