/*
 * Holding a meeting by keyboard. Everything is saved without this file too, with its own button.
 */

/* What was sent and kept is no longer unsaved, so that leaving the page asks nothing. */
document.addEventListener("htmx:afterRequest", (event) => {
  const formulier = event.detail.elt.closest?.("form[data-stukje]");
  if (!formulier || !event.detail.successful) return;
  const verzonden = event.detail.requestConfig.formData;
  for (const veld of formulier.querySelectorAll("textarea")) {
    // Typed since it was sent: that is not saved yet.
    veld.defaultValue = String(verzonden.get(veld.name) ?? "").replace(/\r\n/g, "\n");
  }
  delete formulier.dataset.onbewaard;
  const punt = formulier.closest(".houdpunt");
  if (punt) besproken(punt.id);
});

/* While somebody else's text is shown, only a press on a button saves: typing on does not. */
document.addEventListener("htmx:confirm", (event) => {
  const formulier = event.target.closest?.("form[data-stukje]");
  if (!formulier?.querySelector("[data-botsing]")) return;
  if (event.detail.triggeringEvent?.type !== "submit") event.preventDefault();
});

function besproken(id) {
  const link = document.querySelector(`.houden__wijzer a[href="#${id}"]`);
  if (!link || link.querySelector("[data-besproken]")) return;
  if (link.querySelector("svg")) return;
  const woord = document.createElement("span");
  woord.dataset.besproken = "";
  woord.className = "gedempt klein";
  woord.textContent = "besproken";
  link.append(woord);
}

/* Ctrl+Enter: save, and on to the next field. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const formulier = event.target.closest("form[data-stukje], form[data-snel]");
  if (!formulier) return;
  event.preventDefault();
  formulier.requestSubmit();
  if (!formulier.matches("[data-stukje]")) return;
  const velden = Array.from(document.querySelectorAll(".houden__blad textarea")).filter(
    (veld) => veld.getClientRects().length > 0,
  );
  velden[velden.indexOf(event.target) + 1]?.focus();
});

/* After an afspraak the next one can be typed at once. */
document.addEventListener("htmx:afterSettle", (event) => {
  const verder = event.detail.elt.querySelector?.("form[data-verder] textarea");
  verder?.focus();
});
