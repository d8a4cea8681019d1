"""What a report to the partners says, as plain data that both files are made from. Pure.

Every date in it is text (2026-11-22), so that it can be kept as JSON and read back the same.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pact.bronnen import Aangesproken
from pact.bureau import BureauActie, count_overdue
from pact.keuzes import AFGEROND, Status
from pact.matrix import dagen_te_laat
from pact.verloop import Regel, Toestand, Verloop, reached_on, verloop
from thuiszitters.ui.datums import MAANDEN

Inhoud = dict[str, Any]

VORM = 2
"""The shape of the data; a later shape gets a higher number, so that old reports stay readable."""

VOORUIT = timedelta(weeks=8)
"""How far a report looks ahead."""

TREDEN = ("preventie", "stimuleren", "signaleren", "aanspreken")


@dataclass(frozen=True, slots=True)
class Bewijsstuk:
    """What shows that an action was done."""

    omschrijving: str
    link: str = ""
    bestand: str = ""


@dataclass(frozen=True, slots=True)
class Oordeel:
    """What was said of an action looking back."""

    actie: int
    uitkomst: str
    waarom: str
    namens: str
    op: date


@dataclass(frozen=True, slots=True)
class Stof:
    """Everything a report is made of. `toen` and `nu` are how actions stood before and after."""

    pact: Mapping[str, Any]
    van: date
    tot: date
    acties: Sequence[BureauActie]
    toen: Mapping[int, Toestand]
    nu: Mapping[int, Toestand]
    regels: Sequence[Regel]
    """The history between the two."""
    themas: Sequence[str]
    partners: Mapping[int, tuple[str, str]]
    """Per partner its name and its role."""
    laatste: Mapping[int, Regel] = field(default_factory=dict)
    """The last thing that was said of an action before the end of the period."""
    resultaten: Mapping[int, str] = field(default_factory=dict)
    toelichtingen: Mapping[int, str] = field(default_factory=dict)
    bewijzen: Mapping[int, Sequence[Bewijsstuk]] = field(default_factory=dict)
    evaluaties: Sequence[Oordeel] = ()
    aangesproken: Sequence[Aangesproken] | None = None
    overleg: Mapping[str, Any] | None = None
    afspraken: Sequence[Mapping[str, Any]] = ()


def build_inhoud(stof: Stof) -> Inhoud:
    """Return what the report of this period says: reached, not reached, why, and what is next."""
    acties = {actie.id: actie for actie in stof.acties if actie.id in stof.nu}
    changed = verloop(stof.toen, stof.nu, stof.regels)
    te_laat = _overdue(stof, acties)
    cijfers = {
        "totaal": len(acties),
        "gedaan": sum(t.status == Status.GEDAAN for t in stof.nu.values()),
        "gedaan_in_periode": len(changed.gedaan),
        "open": sum(t.status not in AFGEROND for t in stof.nu.values()),
        "te_laat": len(te_laat),
        "te_laat_begin": count_overdue(stof.toen.values(), stof.van),
        "uitgesteld": len(changed.later),
        "nieuw": len(changed.toegevoegd),
        "zonder_eigenaar": sum(
            acties[pk].eigenaar_id is None
            for pk, t in stof.nu.items()
            if t.status not in AFGEROND and pk in acties
        ),
    }
    return {
        "vorm": VORM,
        "pact": dict(stof.pact),
        "periode": {"van": stof.van.isoformat(), "tot": stof.tot.isoformat()},
        "zinnen": zinnen(cijfers),
        "cijfers": cijfers,
        "bereikt": _reached(stof, [acties[pk] for pk in changed.gedaan if pk in acties]),
        "te_laat": te_laat,
        "uitgesteld": [
            {**_base(acties[v.actie]), "oud": _iso(v.van), "nieuw": _iso(v.naar)}
            | {"redenen": list(v.redenen)}
            for v in changed.later
            if v.actie in acties
        ],
        "vervallen": [
            {**_base(acties[pk]), "reden": stof.toelichtingen.get(pk, "")}
            for pk in changed.vervallen
            if pk in acties
        ],
        "loopt": _running(stof, acties, changed),
        "nieuw": [_base(acties[pk]) for pk in changed.toegevoegd if pk in acties],
        "evaluaties": _evaluated(stof, acties),
        "verder": {
            "deadlines": _coming(stof, acties),
            "overleg": dict(stof.overleg) if stof.overleg else None,
            "afspraken": [
                {
                    **afspraak,
                    "uiterlijk": _iso(afspraak["uiterlijk"]),
                    "te_laat": bool(afspraak["uiterlijk"] and afspraak["uiterlijk"] < stof.tot),
                }
                for afspraak in stof.afspraken
            ],
        },
        "themas": _per_thema(stof, acties),
        "partners": _per_partner(stof, acties),
        "aangesproken": _addressed(stof),
    }


def fingerprint(inhoud: Inhoud) -> str:
    """Return the sha256 of what a report says, the same for the same words."""
    plain = json.dumps(inhoud, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def alineas(tekst: str) -> list[str]:
    """Return the paragraphs of a text: what stands between empty lines."""
    parts = tekst.replace("\r\n", "\n").split("\n\n")
    return [part.strip() for part in parts if part.strip()]


def periode_woorden(van: str, tot: str) -> str:
    """Return a period in words: "1 juli tot en met 22 november 2026"."""
    begin, einde = date.fromisoformat(van), date.fromisoformat(tot)
    first = f"{begin.day} {MAANDEN[begin.month - 1]}"
    if begin.year != einde.year:
        first += f" {begin.year}"
    last = f"{einde.day} {MAANDEN[einde.month - 1]} {einde.year}"
    return last if begin == einde else f"{first} tot en met {last}"


def zinnen(cijfers: Mapping[str, int]) -> list[str]:
    """Return how it stands, in words, for the top of the report."""
    totaal = cijfers["totaal"]
    if totaal == 0:
        return ["Dit pact heeft nog geen acties."]
    found = [
        f"In deze periode {_count(cijfers['gedaan_in_periode'], 'actie')} gedaan.",
        f"Van de {totaal} acties {_zijn(cijfers['gedaan'])} gedaan en "
        f"{_staan(cijfers['open'])} open.",
    ]
    late, before = cijfers["te_laat"], cijfers["te_laat_begin"]
    if late or before:
        begin = "Geen actie is te laat" if late == 0 else _late(late)
        if before == late:
            begin += ", evenveel als aan het begin van de periode"
        else:
            begin += f"; aan het begin van de periode {_waren(before)}"
        found.append(f"{begin}.")
    else:
        found.append("Geen actie is te laat.")
    if cijfers["uitgesteld"]:
        later = cijfers["uitgesteld"]
        one = "Eén actie kreeg" if later == 1 else f"{later} acties kregen"
        found.append(f"{one} een latere deadline.")
    if cijfers["zonder_eigenaar"]:
        zonder = cijfers["zonder_eigenaar"]
        one = "Eén open actie heeft" if zonder == 1 else f"{zonder} open acties hebben"
        found.append(f"{one} nog geen eigenaar.")
    return found


def _count(aantal: int, woord: str) -> str:
    if aantal == 0:
        return f"is geen {woord}"
    return f"is één {woord}" if aantal == 1 else f"zijn {aantal} {woord}s"


def _zijn(aantal: int) -> str:
    return "is er nu één" if aantal == 1 else f"zijn er nu {aantal}" if aantal else "is er nu geen"


def _staan(aantal: int) -> str:
    if aantal == 0:
        return "staat er geen meer"
    return "staat er nog één" if aantal == 1 else f"staan er nog {aantal}"


def _waren(aantal: int) -> str:
    if aantal == 0:
        return "was er geen te laat"
    return "was dat er één" if aantal == 1 else f"waren dat er {aantal}"


def _late(aantal: int) -> str:
    return "Eén actie is te laat" if aantal == 1 else f"{aantal} acties zijn te laat"


def _iso(dag: date | None) -> str:
    return dag.isoformat() if dag else ""


def _base(actie: BureauActie) -> dict[str, Any]:
    return {
        "nr": actie.nr,
        "activiteit": actie.activiteit,
        "thema": actie.thema,
        "eigenaar": actie.eigenaar,
    }


def _word(regel: Regel | None) -> dict[str, str] | None:
    if regel is None:
        return None
    return {"op": regel.op.date().isoformat(), "tekst": regel.tekst, "namens": regel.namens}


def _reached(stof: Stof, acties: Iterable[BureauActie]) -> list[dict[str, Any]]:
    op = reached_on(stof.regels, Status.GEDAAN)
    rows = [
        {
            **_base(actie),
            "gedaan_op": _iso(op.get(actie.id)),
            "resultaat": stof.resultaten.get(actie.id, ""),
            "bewijzen": [
                {"omschrijving": b.omschrijving, "link": b.link, "bestand": b.bestand}
                for b in stof.bewijzen.get(actie.id, ())
            ],
        }
        for actie in acties
    ]
    return sorted(rows, key=lambda row: (row["gedaan_op"], row["nr"]))


def _overdue(stof: Stof, acties: Mapping[int, BureauActie]) -> list[dict[str, Any]]:
    rows = []
    for pk, actie in acties.items():
        then = stof.nu[pk]
        dagen = dagen_te_laat(status=then.status, deadline=then.deadline, peildatum=stof.tot)
        if dagen:
            rows.append(
                {
                    **_base(actie),
                    "deadline": _iso(then.deadline),
                    "dagen": dagen,
                    "trede": actie.trede,
                    "wacht_op": actie.wacht_op,
                    "laatste": _word(stof.laatste.get(pk)),
                }
            )
    return sorted(rows, key=lambda row: (-row["dagen"], row["nr"]))


def _running(
    stof: Stof, acties: Mapping[int, BureauActie], changed: Verloop
) -> list[dict[str, Any]]:
    """Return what is open, not overdue, and was spoken of in the period: the last word of each.

    What was only said as the reason of a later deadline stands there already.
    """
    told = {(moved.actie, reden) for moved in changed.later for reden in moved.redenen}
    last: dict[int, Regel] = {}
    for regel in stof.regels:
        if regel.soort in {"update", "antwoord"} and regel.tekst:
            last[regel.actie] = regel
    rows = []
    for pk, actie in acties.items():
        then = stof.nu[pk]
        late = dagen_te_laat(status=then.status, deadline=then.deadline, peildatum=stof.tot)
        if pk not in last or (pk, last[pk].tekst) in told:
            continue
        if then.status not in AFGEROND and not late:
            rows.append(
                {**_base(actie), "deadline": _iso(then.deadline), "laatste": _word(last[pk])}
            )
    return rows


def _evaluated(stof: Stof, acties: Mapping[int, BureauActie]) -> list[dict[str, Any]]:
    rows = [
        {**_base(acties[t.actie]), "uitkomst": t.uitkomst}
        | {"waarom": {"op": t.op.isoformat(), "tekst": t.waarom, "namens": t.namens}}
        for t in stof.evaluaties
        if t.actie in acties
    ]
    return sorted(rows, key=lambda row: row["nr"])


def _coming(stof: Stof, acties: Mapping[int, BureauActie]) -> list[dict[str, Any]]:
    rows = [
        {**_base(actie), "deadline": _iso(deadline)}
        for pk, actie in acties.items()
        if (deadline := stof.nu[pk].deadline) is not None
        and stof.nu[pk].status not in AFGEROND
        and stof.tot <= deadline <= stof.tot + VOORUIT
    ]
    return sorted(rows, key=lambda row: (row["deadline"], row["nr"]))


def _figures(stof: Stof, keys: Sequence[int]) -> dict[str, int]:
    nu = [stof.nu[pk] for pk in keys]
    return {
        "totaal": len(nu),
        "gedaan": sum(t.status == Status.GEDAAN for t in nu),
        "gedaan_in_periode": sum(
            stof.nu[pk].status == Status.GEDAAN
            and (pk not in stof.toen or stof.toen[pk].status != Status.GEDAAN)
            for pk in keys
        ),
        "open": sum(t.status not in AFGEROND for t in nu),
        "te_laat": count_overdue(nu, stof.tot),
    }


def _per_thema(stof: Stof, acties: Mapping[int, BureauActie]) -> list[dict[str, Any]]:
    keys: dict[str, list[int]] = {thema: [] for thema in stof.themas}
    for pk, actie in acties.items():
        keys.setdefault(actie.thema, []).append(pk)
    return [{"naam": naam, **_figures(stof, pks)} for naam, pks in keys.items()]


def _per_partner(stof: Stof, acties: Mapping[int, BureauActie]) -> list[dict[str, Any]]:
    """Return the figures of every partner that owns an action, then of what nobody owns."""
    keys: dict[int | None, list[int]] = {}
    for pk, actie in acties.items():
        keys.setdefault(actie.eigenaar_id, []).append(pk)
    rows: list[dict[str, Any]] = [
        {"naam": naam, "rol": rol, **_figures(stof, keys[pk])}
        for pk, (naam, rol) in stof.partners.items()
        if pk in keys
    ]
    rows.sort(key=lambda row: row["naam"])
    if None in keys:
        rows.append({"naam": "", "rol": "", **_figures(stof, keys[None])})
    return rows


def _addressed(stof: Stof) -> list[dict[str, Any]] | None:
    """Return how often each partner was addressed on each rung; None when nobody can tell."""
    if stof.aangesproken is None:
        return None
    counts: dict[int | None, Counter[str]] = {}
    for signaal in stof.aangesproken:
        counter = counts.setdefault(signaal.partner, Counter())
        counter[signaal.trede] += 1
        counter["beantwoord"] += signaal.beantwoord
    rows = [
        {
            "naam": stof.partners[pk][0] if pk is not None and pk in stof.partners else "",
            **{trede: counter[trede] for trede in TREDEN},
            "beantwoord": counter["beantwoord"],
        }
        for pk, counter in counts.items()
    ]
    return sorted(rows, key=lambda row: (row["naam"] == "", row["naam"]))
