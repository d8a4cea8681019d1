"""The desk of the regievoerder: what asks for them now, and in which order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pact.bronnen import OpenSignaal
from pact.keuzes import AFGEROND, Periodelezing, Status
from pact.matrix import dagen_te_laat
from pact.verloop import Toestand
from thuiszitters.kalender import datum_kort, hoe_lang_nog

WEEK = timedelta(days=7)
"""How long ago a partner may have been spoken with (plan of the regievoerder: every week)."""


@dataclass(frozen=True, slots=True)
class BureauActie:
    """What the desk knows of an action. `eigenaar_id` is None while nobody owns it."""

    id: int
    nr: int
    activiteit: str
    thema: str
    status: Status
    deadline: date | None = None
    eigenaar_id: int | None = None
    eigenaar: str = ""
    eigenaar_weg: bool = False
    """Whether its owner does not take part in the pact any more."""
    lezing: Periodelezing = Periodelezing.LEEG
    indicator: str = ""
    trede: str = ""
    wacht_op: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status not in AFGEROND

    @property
    def toestand(self) -> Toestand:
        """What the history is compared with."""
        return Toestand(self.status, self.deadline)


@dataclass(frozen=True, slots=True)
class Achterstand:
    """One overdue action. `signaal` is the highest rung that is open on it now, None without."""

    actie: BureauActie
    dagen: int
    signaal: OpenSignaal | None

    @property
    def trede(self) -> str:
        """The rung it stands on; "" when nobody was addressed."""
        return self.signaal.trede if self.signaal else self.actie.trede


@dataclass(frozen=True, slots=True)
class Achterstanden:
    """What is overdue with one partner, the longest first. `partner_id` is None for nobody."""

    partner_id: int | None
    partner: str
    weg: bool
    rijen: tuple[Achterstand, ...]


@dataclass(frozen=True, slots=True)
class Onbeantwoord:
    """A signal without an answer. `nog` says how much of the term is left, in werkdagen."""

    signaal: OpenSignaal
    actie: BureauActie
    partner: str
    te_laat: bool
    nog: str


@dataclass(frozen=True, slots=True)
class Gat:
    """Something that actions lack, and the open actions that lack it.

    `nakijken` of them lack it because their period is still to be reviewed, and `klaar` actions
    that are done or dropped lack it too; those are no open ones and not listed.
    """

    soort: str
    titel: str
    waarom: str
    acties: tuple[BureauActie, ...]
    nakijken: int = 0
    klaar: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """The last time a partner was spoken with.

    `overleg` is the number of the meeting where it was present; None for a contact of its own.
    """

    partner_id: int
    op: date
    wijze: str
    onderwerp: str
    vervolg: str = ""
    volgende_op: date | None = None
    overleg: int | None = None


@dataclass(frozen=True, slots=True)
class Contactrij:
    """How the contact with one partner stands."""

    partner_id: int
    partner: str
    laatste: Contact | None
    lang_geleden: bool
    """Never, or longer than a week ago."""
    volgende_voorbij: bool
    """Whether the day of the next time has passed without it."""


@dataclass(frozen=True, slots=True)
class VorigeStand:
    """How many actions were overdue at the last meeting."""

    datum: date
    te_laat: int


def count_overdue(toestanden: Iterable[Toestand], peildatum: date) -> int:
    """Return how many of these were over their deadline on this day."""
    return sum(
        dagen_te_laat(status=t.status, deadline=t.deadline, peildatum=peildatum) > 0
        for t in toestanden
    )


def zin(acties: Sequence[BureauActie], vorige: VorigeStand | None, *, peildatum: date) -> str:
    """Return how the pact stands, in one sentence, beside the last meeting where there was one."""
    if not acties:
        return "Dit pact heeft nog geen acties."
    te_laat = count_overdue((a.toestand for a in acties), peildatum)
    van = f"van de {len(acties)} acties" if len(acties) > 1 else "van de ene actie"
    if te_laat == 0:
        begin = f"Geen {van} is te laat" if len(acties) > 1 else "De ene actie is niet te laat"
    else:
        begin = f"{van.capitalize()} {_er_zijn(te_laat)} te laat"
    return f"{begin}{_beside(te_laat, vorige)}."


def _beside(te_laat: int, vorige: VorigeStand | None) -> str:
    if vorige is None:
        return ""
    toen = f"bij het vorige overleg op {datum_kort(vorige.datum)}"
    verschil = te_laat - vorige.te_laat
    if verschil == 0:
        return f", net als {toen}" if te_laat == 0 else f"; dat zijn er evenveel als {toen}"
    if te_laat == 0:
        return f"; {toen} {_waren(vorige.te_laat)}"
    meer = "meer" if verschil > 0 else "minder"
    aantal = "is er één" if abs(verschil) == 1 else f"zijn er {abs(verschil)}"
    return f"; dat {aantal} {meer} dan {toen}"


def _er_zijn(aantal: int) -> str:
    return "is er één" if aantal == 1 else f"zijn er {aantal}"


def _waren(aantal: int) -> str:
    return "was dat er één" if aantal == 1 else f"waren dat er {aantal}"


_ORDER = {"aanspreken": 3, "signaleren": 2, "stimuleren": 1, "preventie": 0}


def highest(signalen: Iterable[OpenSignaal]) -> dict[int, OpenSignaal]:
    """Return per action the open signal of the highest rung; the longest open where two are."""
    found: dict[int, OpenSignaal] = {}
    for signaal in signalen:
        other = found.get(signaal.actie_id)
        if other is None or (_rung(signaal), other.sinds) > (_rung(other), signaal.sinds):
            found[signaal.actie_id] = signaal
    return found


def _rung(signaal: OpenSignaal) -> int:
    return _ORDER.get(signaal.trede, -1)


def overdue_by_partner(
    acties: Iterable[BureauActie], signalen: Iterable[OpenSignaal], *, peildatum: date
) -> list[Achterstanden]:
    """Return who is overdue with what: the partner with the longest overdue action first."""
    top = highest(signalen)
    groups: dict[int | None, list[Achterstand]] = {}
    for actie in acties:
        dagen = dagen_te_laat(status=actie.status, deadline=actie.deadline, peildatum=peildatum)
        if dagen:
            row = Achterstand(actie, dagen, top.get(actie.id))
            groups.setdefault(actie.eigenaar_id, []).append(row)
    found = []
    for partner_id, rows in groups.items():
        rows.sort(key=lambda row: (-row.dagen, row.actie.nr))
        first = rows[0].actie
        found.append(Achterstanden(partner_id, first.eigenaar, first.eigenaar_weg, tuple(rows)))
    return sorted(found, key=lambda g: (-g.rijen[0].dagen, -len(g.rijen), g.partner))


def unanswered(
    acties: Iterable[BureauActie],
    signalen: Iterable[OpenSignaal],
    partners: Mapping[int, str],
    *,
    peildatum: date,
) -> list[Onbeantwoord]:
    """Return who was asked something and has not answered: what is past its term first.

    What asks for no answer is left out, and what is about an action that is not here too.
    """
    by_id = {actie.id: actie for actie in acties}
    found = []
    for signaal in signalen:
        actie = by_id.get(signaal.actie_id)
        if actie is None or signaal.beantwoord or signaal.reageer_voor is None:
            continue
        name = partners.get(signaal.partner, "") if signaal.partner is not None else ""
        last = signaal.reageer_voor
        found.append(
            Onbeantwoord(signaal, actie, name, last < peildatum, hoe_lang_nog(last, peildatum))
        )
    return sorted(found, key=lambda o: (o.signaal.reageer_voor, -_rung(o.signaal), o.actie.nr))


def find_gaps(acties: Iterable[BureauActie]) -> list[Gat]:
    """Return what open actions lack, the most pressing first; what nothing lacks is left out."""
    acties = list(acties)
    still = [actie for actie in acties if actie.is_open]
    undated = [actie for actie in acties if actie.deadline is None]
    gaten = [
        Gat(
            "eigenaar",
            "Zonder eigenaar",
            "Niemand wordt hierop aangesproken.",
            tuple(a for a in still if a.eigenaar_id is None),
        ),
        Gat(
            "vertrokken",
            "Eigenaar doet niet meer mee",
            "Wijs een andere eigenaar aan.",
            tuple(a for a in still if a.eigenaar_weg),
        ),
        Gat(
            "deadline",
            "Zonder deadline",
            "Zonder deadline kan een actie niet te laat zijn.",
            tuple(a for a in undated if a.is_open),
            nakijken=sum(a.is_open and _review(a) for a in undated),
            klaar=sum(not a.is_open for a in undated),
        ),
        Gat(
            "periode",
            "Periode nakijken",
            "De tekst van de periode was niet zeker te lezen.",
            tuple(a for a in still if _review(a)),
        ),
        Gat(
            "indicator",
            "Zonder indicator",
            "Kies een cijfer van de monitoring, of “geen”.",
            tuple(a for a in still if not a.indicator),
        ),
    ]
    return [gat for gat in gaten if gat.acties]


def _review(actie: BureauActie) -> bool:
    return actie.lezing == Periodelezing.NAKIJKEN


def _after(eerder: Contact, contact: Contact) -> Contact:
    """Return the later contact; a meeting with what was agreed before for a day after it."""
    if contact.overleg is None or eerder.volgende_op is None or eerder.volgende_op <= contact.op:
        return contact
    return replace(contact, vervolg=eerder.vervolg, volgende_op=eerder.volgende_op)


def contact_rows(
    partners: Iterable[tuple[int, str]], contacten: Iterable[Contact], *, peildatum: date
) -> list[Contactrij]:
    """Return every partner with the last contact: never first, then the longest ago, by name.

    Present at a meeting is spoken with. A next time that was agreed for after the meeting still
    stands; on one day what was written down says more than that they were there.
    """
    latest: dict[int, Contact] = {}
    for spoken in sorted(contacten, key=lambda c: (c.op, c.overleg is None)):
        agreed = latest.get(spoken.partner_id)
        latest[spoken.partner_id] = spoken if agreed is None else _after(agreed, spoken)
    rows = []
    for pk, naam in partners:
        contact = latest.get(pk)
        volgende = contact.volgende_op if contact else None
        rows.append(
            Contactrij(
                partner_id=pk,
                partner=naam,
                laatste=contact,
                lang_geleden=contact is None or contact.op < peildatum - WEEK,
                volgende_voorbij=volgende is not None and volgende < peildatum,
            )
        )
    return sorted(rows, key=lambda r: (r.laatste.op if r.laatste else date.min, r.partner))
