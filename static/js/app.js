/*
 * What the pages gain from a script. Every page works without this file.
 * Listeners hang on the document, so parts swapped in by htmx need no wiring.
 */

const SNELTOETS = "tz-sneltoets";

/* -- Search with "/". WCAG 2.1.4: a one-key shortcut can be switched off, in the person menu. -- */

function sneltoetsAan() {
  try {
    return localStorage.getItem(SNELTOETS) !== "uit";
  } catch {
    return true;
  }
}

function toonSneltoets(knop) {
  const aan = sneltoetsAan();
  knop.hidden = false;
  knop.setAttribute("aria-pressed", String(aan));
  knop.querySelector("[data-sneltoets-stand]").textContent = aan ? "aan" : "uit";
}

const sneltoetsKnop = document.querySelector("[data-sneltoets]");
if (sneltoetsKnop) {
  toonSneltoets(sneltoetsKnop);
  sneltoetsKnop.addEventListener("click", () => {
    try {
      localStorage.setItem(SNELTOETS, sneltoetsAan() ? "uit" : "aan");
    } catch {
      return;
    }
    toonSneltoets(sneltoetsKnop);
  });
}

function typt(element) {
  return element.closest("input, select, textarea, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  const kaal = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && kaal && !typt(event.target) && sneltoetsAan()) {
    const zoek = document.querySelector("[data-zoek]");
    if (zoek) {
      event.preventDefault();
      zoek.focus();
      zoek.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* -- Submit once. The button keeps its focus and its value; coming back frees the form again. -- */

const BEZIG = "bezigSinds";
const WACHT_MS = 10000;

document.addEventListener(
  "submit",
  (event) => {
    const formulier = event.target;
    // htmx has its own queue, a GET may be repeated, and the server refuses a double anyway.
    if (formulier.method !== "post" || formulier.closest("[hx-post], [data-hx-post]")) return;
    const sinds = Number(formulier.dataset[BEZIG] ?? 0);
    if (sinds && Date.now() - sinds < WACHT_MS) {
      event.preventDefault();
      return;
    }
    formulier.dataset[BEZIG] = String(Date.now());
    event.submitter?.setAttribute("aria-disabled", "true");
  },
  true,
);

/* -- Unsaved input on forms with data-bewaak -- */

function gewijzigd(formulier) {
  return Array.from(formulier.elements).some((element) => {
    if (!element.name || element.type === "hidden" || element.disabled) return false;
    if (element.type === "checkbox" || element.type === "radio") {
      return element.checked !== element.defaultChecked;
    }
    if (element.tagName === "SELECT") {
      const opties = Array.from(element.options);
      const vooraf = opties.some((optie) => optie.defaultSelected);
      if (!vooraf && !element.multiple) return element.selectedIndex > 0;
      return opties.some((optie) => optie.selected !== optie.defaultSelected);
    }
    return element.value !== element.defaultValue;
  });
}

window.addEventListener("beforeunload", (event) => {
  for (const formulier of document.querySelectorAll("form[data-bewaak]")) {
    // After an error the server sends the input back as default value: still not saved.
    const onbewaard = formulier.hasAttribute("data-onbewaard") || gewijzigd(formulier);
    if (onbewaard && !formulier.dataset[BEZIG]) event.preventDefault();
  }
});

window.addEventListener("pageshow", () => {
  for (const formulier of document.querySelectorAll("form[data-bezig-sinds]")) {
    delete formulier.dataset[BEZIG];
    formulier
      .querySelectorAll("[aria-disabled='true']")
      .forEach((knop) => knop.removeAttribute("aria-disabled"));
  }
});

/* -- Focus: to the error summary, after a load and after a swap -- */

function naarFouten(binnen) {
  const overzicht = binnen.querySelector("[data-foutoverzicht]");
  overzicht?.focus();
  return overzicht !== null;
}

naarFouten(document);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-foutoverzicht] a[href^='#']");
  const veld = link && document.getElementById(link.hash.slice(1));
  if (!veld) return;
  event.preventDefault();
  veld.focus();
  (veld.closest(".veld") ?? veld).scrollIntoView({ block: "center" });
});

document.addEventListener("htmx:afterSettle", (event) => {
  const deel = event.detail.elt;
  if (naarFouten(deel)) return;
  // A part may say which heading is the news; otherwise focus stays where htmx kept it.
  const doel = deel.matches("[data-focus]") ? deel : deel.querySelector("[data-focus]");
  doel?.focus();
});

/* -- What goes wrong, or cannot be, is said, not swallowed -- */

function meld(tekst, soort = "fout") {
  const plek = document.getElementById("berichten");
  if (!plek) return;
  const melding = document.createElement("div");
  melding.className = `melding melding--${soort}`;
  const alinea = document.createElement("p");
  alinea.className = "melding__tekst";
  alinea.textContent = tekst;
  melding.append(document.createElement("span"), alinea);
  plek.replaceChildren(melding);
  plek.scrollIntoView({ block: "nearest" });
}

/* For the scripts of single pages: detail holds tekst and soort. */
document.addEventListener("meld", (event) => meld(event.detail.tekst, event.detail.soort));

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) meld("Je mag dit niet doen, of je bent niet meer ingelogd. Laad de pagina opnieuw.");
  else if (status === 404) meld("Dit is er niet meer. Laad de pagina opnieuw.");
  else meld("Er ging iets mis bij ons. Er is niets opgeslagen. Probeer het zo opnieuw.");
});

document.addEventListener("htmx:sendError", () => {
  meld("Er is geen verbinding. Er is niets opgeslagen. Probeer het zo opnieuw.");
});

/* -- Demo logins: fill in, the person presses the button -- */

document.addEventListener("click", (event) => {
  const knop = event.target.closest("[data-demo-email]");
  if (!knop) return;
  const formulier = document.querySelector("form[data-inloggen]");
  formulier.querySelector("[name='login']").value = knop.dataset.demoEmail;
  formulier.querySelector("[name='password']").value = knop.dataset.demoWachtwoord;
  formulier.querySelector("[type='submit']").focus();
});

for (const knop of document.querySelectorAll("[data-demo-email]")) knop.hidden = false;
