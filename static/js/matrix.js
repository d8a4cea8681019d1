/*
 * The matrix by mouse and by keyboard: drag an action to another cell, walk over the actions with
 * the arrow keys. The same move is in the menu of every action, which needs neither.
 */

/* -- Dragging. The server decides what a move asks; without an answer it shows its own form. -- */

let gesleept = null;

function cellen(tabel) {
  return tabel.querySelectorAll("td[data-rij]");
}

/* The rung follows from the deadline: an action can only go to a cell of its own rung. */
function kan(tabel, van, naar) {
  if (!naar || van === naar) return false;
  if (tabel.dataset.rijen === "trede" && van.dataset.rij !== naar.dataset.rij) return false;
  return tabel.dataset.kolommen !== "trede" || van.dataset.kolom === naar.dataset.kolom;
}

/* The one reason why another cell cannot be gone to. */
const VAN_TREDE =
  "De trede volgt uit de deadline; je kunt een actie niet naar een andere trede verplaatsen.";

function meld(tekst) {
  document.dispatchEvent(new CustomEvent("meld", { detail: { tekst, soort: "info" } }));
}

function laatLos() {
  if (!gesleept) return;
  const { kaart, tabel } = gesleept;
  delete kaart.dataset.gesleept;
  delete tabel.dataset.sleept;
  for (const cel of cellen(tabel)) {
    delete cel.dataset.kan;
    delete cel.dataset.doel;
  }
  gesleept = null;
}

document.addEventListener("dragstart", (event) => {
  const kaart = event.target.closest?.("[data-sleep]");
  const tabel = kaart?.closest("table[data-rijen]");
  if (!tabel || !window.htmx) return;
  const van = kaart.closest("td");
  gesleept = { kaart, tabel, van };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", kaart.querySelector(".matrix__titel").textContent.trim());
  // A browser takes its picture of the card first.
  setTimeout(() => {
    if (gesleept?.kaart !== kaart) return;
    kaart.dataset.gesleept = "";
    tabel.dataset.sleept = "";
    for (const cel of cellen(tabel)) if (kan(tabel, van, cel)) cel.dataset.kan = "";
  });
});

document.addEventListener("dragover", (event) => {
  if (!gesleept) return;
  const cel = event.target.closest?.("td[data-rij]");
  for (const eerder of gesleept.tabel.querySelectorAll("[data-doel]")) {
    if (eerder !== cel) delete eerder.dataset.doel;
  }
  if (!cel || cel === gesleept.van || !gesleept.tabel.contains(cel)) return;
  // Also where it cannot go: only so the drop tells, and says why.
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  if (kan(gesleept.tabel, gesleept.van, cel)) cel.dataset.doel = "";
});

document.addEventListener("drop", (event) => {
  if (!gesleept) return;
  const { kaart, tabel, van } = gesleept;
  const cel = event.target.closest?.("td[data-rij]");
  const mag = kan(tabel, van, cel);
  laatLos();
  if (!cel || cel === van || !tabel.contains(cel)) return;
  event.preventDefault();
  if (!mag) {
    meld(VAN_TREDE);
    return;
  }
  const waarden = { "naar-versie": kaart.dataset.versie };
  if (cel.dataset.rij !== van.dataset.rij) waarden[`naar-${tabel.dataset.rijen}`] = cel.dataset.rij;
  if (cel.dataset.kolom !== van.dataset.kolom) {
    waarden[`naar-${tabel.dataset.kolommen}`] = cel.dataset.kolom;
  }
  window.htmx.ajax("POST", kaart.dataset.sleep + window.location.search, {
    target: "#actiepaneel",
    swap: "innerHTML",
    values: waarden,
  });
});

document.addEventListener("dragend", laatLos);

/* -- The arrow keys go from action to action, and over the edge of a cell to the next one. -- */

const STAP = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function links(cel) {
  return [...cel.querySelectorAll("a.matrix__titel, details > summary, a[data-meer]")].filter(
    (link) => link.checkVisibility(),
  );
}

document.addEventListener("keydown", (event) => {
  const stap = STAP[event.key];
  const cel = event.target.closest("table[data-rijen] td");
  if (!stap || !cel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rij = cel.parentElement;
  if (stap[0]) {
    const hier = links(cel);
    const volgende = hier[hier.indexOf(event.target) + stap[0]];
    if (hier.includes(event.target) && volgende) {
      event.preventDefault();
      volgende.focus();
      return;
    }
  }
  const rijen = [...rij.parentElement.rows];
  let y = rijen.indexOf(rij) + stap[0];
  let x = cel.cellIndex + stap[1];
  while (rijen[y] && x > 0 && rijen[y].cells[x]) {
    const daar = links(rijen[y].cells[x]);
    if (daar.length) {
      event.preventDefault();
      (stap[0] < 0 ? daar.at(-1) : daar[0]).focus();
      return;
    }
    y += stap[0];
    x += stap[1];
  }
});

/* -- The rest of a cell came in: go on with the first that was not there. -- */

document.addEventListener("htmx:beforeSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (!link?.matches?.("a[data-meer]")) return;
  const cel = link.closest("td");
  const stonden = cel.querySelectorAll("a.matrix__titel").length;
  document.addEventListener(
    "htmx:afterSettle",
    () => cel.querySelectorAll("a.matrix__titel")[stonden]?.focus(),
    { once: true },
  );
});

/* -- The axes as the server chose them: two different ones, whatever was asked. -- */

document.addEventListener("htmx:afterSettle", () => {
  const deel = document.getElementById("matrixdeel");
  const rijen = document.getElementById("filter_rijen");
  if (!deel || !rijen) return;
  rijen.value = deel.dataset.rijen;
  document.getElementById("filter_kolommen").value = deel.dataset.kolommen;
  document.getElementById("matrixwissel").href = deel.dataset.gewisseld;
});
