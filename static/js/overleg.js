/*
 * Holding a meeting: what saves itself, what is tried again, and what is not lost. Everything can
 * be saved without this file too, each part with its own button; the page says which of the two.
 */

const EERSTE_POGING_MS = 3000;
const LAATSTE_POGING_MS = 60000;
const ANTWOORD_MS = 20000;
const VERDER_MS = 300;
const KEUZE_MS = 5000;

if (window.htmx) {
  // From here on the page may promise that what is typed saves itself.
  document.documentElement.dataset.script = "";
  // A line that hangs is a line that is lost.
  window.htmx.config.timeout = ANTWOORD_MS;
}

/* -- What stands on the page and is not saved -- */

function onderdelen() {
  return Array.from(document.querySelectorAll(".houden__blad form[data-naam]"));
}

function velden(formulier) {
  return Array.from(formulier.elements).filter(
    (veld) =>
      veld.name && veld.matches("input:not([type='hidden']), textarea, select") && !veld.disabled,
  );
}

function isKeuze(veld) {
  return veld.type === "radio" || veld.type === "checkbox";
}

function waardeVan(veld) {
  return isKeuze(veld) ? veld.checked : veld.value.replace(/\r\n/g, "\n");
}

function beginVan(veld) {
  if (isKeuze(veld)) return veld.defaultChecked;
  if (veld.tagName !== "SELECT") return veld.defaultValue;
  const vooraf = Array.from(veld.options).find((optie) => optie.defaultSelected);
  return (vooraf ?? veld.options[0])?.value ?? "";
}

function getypt(formulier) {
  return velden(formulier).filter((veld) => waardeVan(veld) !== beginVan(veld));
}

function onbewaard(formulier) {
  return "onbewaard" in formulier.dataset || getypt(formulier).length > 0;
}

/* Two versions stand beside each other: only a press on a button says which one it is. */
function botst(formulier) {
  return formulier.matches("[data-botst]") || formulier.querySelector("[data-botsing]") !== null;
}

function sleutelVan(formulier) {
  return formulier.getAttribute("action");
}

function formulierVan(sleutel) {
  return Array.from(document.forms).find((formulier) => sleutelVan(formulier) === sleutel);
}

/* Whether a field now says something else than what was sent. */
function verderGetypt(veld, verzonden) {
  const gestuurd = verzonden.getAll(veld.name).map((w) => String(w).replace(/\r\n/g, "\n"));
  if (isKeuze(veld)) return veld.checked !== gestuurd.includes(veld.value);
  return veld.value.replace(/\r\n/g, "\n") !== (gestuurd[0] ?? "");
}

/* -- Sending, and what came of it -- */

/* Per address the form that is on its way. */
const bezig = new Map();
/* Per address what was sent the last time without an answer. */
const mislukt = new Map();
let wachttijd = EERSTE_POGING_MS;
let poging = 0;

function verzender(event) {
  // A form that was drawn anew meanwhile stands in no page any more.
  const bron = event.detail.requestConfig?.elt ?? event.detail.elt;
  return bron.closest?.("form[data-naam], form[data-afsluiten]");
}

function isBezig(formulier) {
  return bezig.get(sleutelVan(formulier))?.isConnected ?? false;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const formulier = verzender(event);
  if (formulier) bezig.set(sleutelVan(formulier), formulier);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const formulier = verzender(event);
  if (!formulier) return;
  const sleutel = sleutelVan(formulier);
  bezig.delete(sleutel);
  const status = event.detail.xhr.status;
  // An answer that sends the window elsewhere says nothing of what was kept.
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  if (status !== 0 && status < 500 && status !== 403) {
    const eerder = mislukt.get(sleutel);
    mislukt.delete(sleutel);
    if (status === 409 && eerder && eigenWoorden(formulier, eerder.verzonden)) return;
    verbonden();
  }
  // What was refused is swapped in too, which htmx calls successful.
  if (status < 200 || status > 299) return;
  const verzonden = event.detail.requestConfig.formData;
  for (const veld of velden(formulier)) {
    // Typed since it was sent: that is not saved yet.
    if (isKeuze(veld)) veld.defaultChecked = verzonden.getAll(veld.name).includes(veld.value);
    else if (veld.tagName === "TEXTAREA") {
      veld.defaultValue = String(verzonden.get(veld.name) ?? "").replace(/\r\n/g, "\n");
    }
  }
  delete formulier.dataset.onbewaard;
  formulier.querySelector(":scope > [data-nog-open]")?.remove();
  const punt = event.target.closest?.(".houdpunt");
  if (punt && formulier.matches("[data-stukje], [data-stand]")) besproken(punt.id);
});

/*
 * The answer got lost, but what was sent did not: the words that now "somebody else" wrote are
 * our own, so the newer ones go over them.
 */
function eigenWoorden(formulier, verzonden) {
  const botsing = formulier.querySelector("[data-botsing]");
  if (!botsing || !formulier.matches("[data-stukje]")) return false;
  const kern = (woorden) => woorden.map((w) => String(w).trim()).filter((w) => w !== "");
  const daar = kern(Array.from(botsing.querySelectorAll("[data-nu]"), (deel) => deel.textContent));
  const hier = kern(
    velden(formulier).map((veld) => String(verzonden.get(veld.name) ?? "").replace(/\r\n/g, "\n")),
  );
  if (daar.join("\n\n") !== hier.join("\n\n")) return false;
  botsing.querySelector("[name='toch']")?.click();
  return true;
}

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

/* -- A line that is lost: said once, tried again, and no longer said when all is saved -- */

function zegVerbinding(tekst) {
  const plek = document.getElementById("verbinding");
  if (!plek) return;
  const woorden = plek.querySelector("[data-woorden]");
  if (woorden.textContent !== tekst) woorden.textContent = tekst;
  plek.classList.toggle("houden__verbinding--aan", tekst !== "");
}

function nietGelukt(event) {
  const formulier = verzender(event);
  if (!formulier) return;
  const status = event.detail.xhr?.status ?? 0;
  if (status !== 0 && status < 500) return;
  // Said here, beside what is being typed; the general message would scroll away from it.
  event.stopPropagation();
  if (formulier.matches("[data-afsluiten]")) {
    zegAfsluiten("Het overleg is nog niet afgesloten: er is geen verbinding. Probeer het zo opnieuw.");
    return;
  }
  mislukt.set(sleutelVan(formulier), { verzonden: event.detail.requestConfig.formData });
  zegVerbinding(
    status === 0
      ? "Er is geen verbinding. Wat je typt, blijft op deze pagina staan en wordt opgeslagen " +
          "zodra het weer kan. Sluit deze pagina niet."
      : "Opslaan lukt nu niet. Wat je typt, blijft op deze pagina staan. We proberen het steeds " +
          "opnieuw. Sluit deze pagina niet.",
  );
  clearTimeout(poging);
  poging = setTimeout(probeer, wachttijd);
  wachttijd = Math.min(wachttijd * 2, LAATSTE_POGING_MS);
}

for (const soort of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(soort, nietGelukt, true);
}

function probeer() {
  for (const [sleutel, { verzonden }] of mislukt) {
    const formulier = formulierVan(sleutel);
    if (!formulier) mislukt.delete(sleutel);
    else if (isBezig(formulier)) continue;
    else if (formulier.matches("[data-vanzelf]")) formulier.requestSubmit();
    // What waits for a button is sent again as it was; what was changed since, waits for it anew.
    else if (velden(formulier).some((veld) => verderGetypt(veld, verzonden))) mislukt.delete(sleutel);
    else formulier.requestSubmit();
  }
  if (mislukt.size === 0) verbonden();
}

function verbonden() {
  wachttijd = EERSTE_POGING_MS;
  clearTimeout(poging);
  if (mislukt.size === 0) zegVerbinding("");
  else poging = setTimeout(probeer, 0);
}

window.addEventListener("beforeunload", (event) => {
  if (mislukt.size > 0) event.preventDefault();
});

window.addEventListener("online", () => {
  wachttijd = EERSTE_POGING_MS;
  clearTimeout(poging);
  probeer();
});

/* The session is over: the window stays, because what was typed stands in it. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const formulier = verzender(event);
  const elders = event.detail.xhr.getResponseHeader("HX-Redirect");
  if (!formulier || !elders?.includes("next=")) return;
  event.preventDefault();
  zegVerbinding(
    "Je bent niet meer ingelogd. Wat je het laatst typte, is nog niet opgeslagen. Kopieer het, " +
      "en laad dan deze pagina opnieuw om in te loggen.",
  );
});

/* -- How an afspraak stands is saved when somebody goes on to something else -- */

let ingedrukt = false;
document.addEventListener("pointerdown", () => (ingedrukt = true), true);
for (const soort of ["pointerup", "pointercancel"]) {
  document.addEventListener(soort, () => (ingedrukt = false), true);
}

function typtIn(formulier) {
  const hier = document.activeElement;
  return formulier.contains(hier) && hier.matches("textarea");
}

function staatIn(formulier) {
  const hier = document.activeElement;
  return formulier.contains(hier) && hier.matches("input, textarea");
}

function slaStandOp(formulier, nogBezig) {
  if (!formulier.isConnected || nogBezig(formulier)) return;
  // A press that is still going on would lose its button.
  if (ingedrukt) setTimeout(() => slaStandOp(formulier, nogBezig), VERDER_MS);
  else if (magVanzelf(formulier)) formulier.requestSubmit();
}

function magVanzelf(formulier) {
  const wacht = isBezig(formulier) || mislukt.has(sleutelVan(formulier));
  return !wacht && !botst(formulier) && getypt(formulier).length > 0;
}

document.addEventListener("focusout", (event) => {
  const formulier = event.target.closest?.("form[data-stand]");
  if (formulier) setTimeout(() => slaStandOp(formulier, staatIn), VERDER_MS);
});

document.addEventListener("focusin", (event) => {
  // Not every browser gives the focus to what was pressed, so what stayed behind is looked for.
  for (const formulier of document.querySelectorAll("form[data-stand]")) {
    if (!formulier.contains(event.target)) {
      setTimeout(() => slaStandOp(formulier, staatIn), VERDER_MS);
    }
  }
});

document.addEventListener("change", (event) => {
  const formulier = event.target.closest?.("form[data-stand]");
  if (!formulier || !isKeuze(event.target)) return;
  // "Vervallen" asks why, so it waits for the words.
  if (event.target.value === "vervallen") return;
  setTimeout(() => slaStandOp(formulier, typtIn), KEUZE_MS);
});

/* -- A part that is drawn anew keeps what was typed in it meanwhile -- */

let meegenomen = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const doel = event.detail.target;
  const verzond = verzender(event);
  meegenomen = [];
  if (!event.detail.shouldSwap || !verzond || !doel) return;
  for (const formulier of onderdelen()) {
    if (!doel.contains(formulier)) continue;
    const zelf = formulier === verzond;
    const verzonden = event.detail.requestConfig.formData;
    const stond = formulier.elements.namedItem("stond")?.value;
    for (const veld of velden(formulier)) {
      const blijft = zelf
        ? verderGetypt(veld, verzonden)
        : "onbewaard" in formulier.dataset || waardeVan(veld) !== beginVan(veld);
      if (!blijft) continue;
      meegenomen.push({
        sleutel: sleutelVan(formulier),
        naam: veld.name,
        keuze: isKeuze(veld) ? veld.value : null,
        waarde: waardeVan(veld),
        stond: zelf ? undefined : stond,
      });
    }
  }
});

document.addEventListener("htmx:afterSwap", () => {
  const terug = meegenomen;
  meegenomen = [];
  for (const { sleutel, naam, keuze, waarde, stond } of terug) {
    const formulier = formulierVan(sleutel);
    const veld =
      formulier &&
      velden(formulier).find((v) => v.name === naam && (keuze === null || v.value === keuze));
    if (!veld || waardeVan(veld) === waarde) continue;
    if (keuze === null) veld.value = waarde;
    else veld.checked = waarde;
    // It was typed on what stood there then: so somebody else's words are not written over.
    const toen = formulier.elements.namedItem("stond");
    if (toen && stond !== undefined) toen.value = stond;
    // htmx listens to what is new only after it has settled.
    if (formulier.matches("[data-stukje]")) {
      setTimeout(() => veld.dispatchEvent(new Event("input", { bubbles: true })), VERDER_MS);
    }
  }
});

/* -- Closing: first what saves itself, then nothing may be left behind -- */

function zegAfsluiten(tekst) {
  const plek = document.querySelector("[data-afsluiten-antwoord]");
  if (plek) plek.replaceChildren(melding(tekst));
}

function melding(tekst) {
  const kader = document.createElement("div");
  kader.className = "melding melding--fout";
  const alinea = document.createElement("p");
  alinea.className = "melding__tekst";
  alinea.textContent = tekst;
  kader.append(document.createElement("span"), alinea);
  return kader;
}

function opgesomd(namen) {
  if (namen.length < 2) return namen.join("");
  return `${namen.slice(0, -1).join(", ")} en ${namen.at(-1)}`;
}

function rust() {
  return new Promise((klaar) => {
    const sinds = Date.now();
    let stil = 0;
    const kijk = () => {
      stil = Array.from(bezig.values()).some((f) => f.isConnected) ? 0 : stil + 1;
      if (stil > 2 || Date.now() - sinds > ANTWOORD_MS) klaar();
      else setTimeout(kijk, 50);
    };
    kijk();
  });
}

function weiger(open) {
  const namen = open.map((formulier) => formulier.dataset.naam);
  const tekst =
    `Het overleg is nog niet afgesloten. Nog niet opgeslagen: ${opgesomd(namen)}. ` +
    "Sla dit op of haal het weg, en sluit dan af.";
  zegAfsluiten(tekst);
  const [eerste] = open;
  for (let vouw = eerste.closest("details"); vouw; vouw = vouw.parentElement.closest("details")) {
    vouw.open = true;
  }
  const hier = melding(tekst);
  hier.dataset.nogOpen = "";
  eerste.prepend(hier);
  const veld =
    eerste.querySelector("[aria-invalid='true']") ?? getypt(eerste)[0] ?? velden(eerste)[0];
  for (let vouw = veld.closest("details"); vouw; vouw = vouw.parentElement.closest("details")) {
    vouw.open = true;
  }
  veld.focus();
  hier.scrollIntoView({ block: "nearest" });
}

async function sluitAf(verder) {
  for (const oud of document.querySelectorAll("[data-nog-open]")) oud.remove();
  document.querySelector("[data-afsluiten-antwoord]")?.replaceChildren();
  for (const formulier of document.querySelectorAll(".houden__blad form[data-vanzelf]")) {
    if (magVanzelf(formulier)) formulier.requestSubmit();
  }
  await rust();
  const open = onderdelen().filter((formulier) => onbewaard(formulier));
  if (open.length > 0) weiger(open);
  else verder(true);
}

document.addEventListener("htmx:confirm", (event) => {
  if (!event.target.matches?.("form[data-afsluiten]")) return;
  event.preventDefault();
  void sluitAf(event.detail.issueRequest);
});

/* -- By keyboard: Ctrl+Enter saves, and goes on to the next field -- */

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const formulier = event.target.closest("form[data-stukje], form[data-snel]");
  if (!formulier) return;
  event.preventDefault();
  formulier.requestSubmit();
  if (!formulier.matches("[data-stukje]")) return;
  const teksten = Array.from(document.querySelectorAll(".houden__blad textarea")).filter(
    (veld) => veld.getClientRects().length > 0,
  );
  teksten[teksten.indexOf(event.target) + 1]?.focus();
});

/* After an afspraak the next one can be typed at once. */
document.addEventListener("htmx:afterSettle", (event) => {
  const verder = event.detail.elt.querySelector?.("form[data-verder] textarea");
  verder?.focus();
});
