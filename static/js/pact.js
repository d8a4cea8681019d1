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
  geopendDoor = link;
  gekozen(link.closest(".pactactie"));
  window.htmx.ajax("GET", link.href, { target: "#actiepaneel", swap: "innerHTML" });
});

function sluit() {
  const paneel = document.getElementById("actiepaneel");
  if (!paneel?.firstElementChild) return;
  paneel.replaceChildren();
  gekozen(null);
  if (geopendDoor?.isConnected) geopendDoor.focus();
  geopendDoor = null;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-paneel-dicht]")) sluit();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#actiepaneel")) sluit();
});
