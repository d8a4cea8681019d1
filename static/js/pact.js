/*
 * On a wide screen an action opens beside the matrix. Without this file, on a small screen and with
 * a modifier key, the same link opens its page.
 */

const RUIM = window.matchMedia("(min-width: 75em)");

let geopendDoor = null;

function gekozen(actie) {
  for (const eerder of document.querySelectorAll("[data-gekozen]")) delete eerder.dataset.gekozen;
  if (actie) actie.dataset.gekozen = "";
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
  }
  window.htmx.ajax("GET", link.href, { target: "#actiepaneel", swap: "innerHTML" });
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

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-paneel-dicht]")) sluit();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (event.target.closest("#actiepaneel, .pactmatrix")) sluit();
});

/* A move was made: the matrix comes again by itself, and says so. */
document.addEventListener("verplaatst", () => {
  leeg();
  geopendDoor = null;
});
