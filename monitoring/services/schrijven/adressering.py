"""Who is asked: the people of a new escalation, and keeping that true afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import CasusPartij, GebeurtenisSoort, PartijRol
from cases.voorwaarden import MET_GROND, ZONDER_GROND, refusals
from monitoring.ladder import Eerder, Herinnering, Ladder, Nieuw, Status, Trede
from monitoring.models import Escalatie, Geadresseerde, Wijze
from monitoring.ontvangers import Adres, Adresboek, Ontvangers
from monitoring.services.schrijven.over import OVER_CASUS, Schrijfwijze
from monitoring.services.schrijven.rijen import Rows, Tijdlijn
from monitoring.services.uitkomst import Onderwerp, Uitkomst
from thuiszitters.accounts.models import Lidmaatschap, Mailvoorkeur
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with
from thuiszitters.berichten.bulk import Stapel, queue_stapel
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.columns import any_of, insert_columns, update_columns
from thuiszitters.kalender import datum_kort

_ALTIJD_METEEN = frozenset({Trede.SIGNALEREN, Trede.AANSPREKEN})


_PERSOONLIJK = frozenset({Wijze.DOORGESTUURD, Wijze.OPGEPAKT})
"""Asked as a person, whatever their role: who got it passed on, and who took it up."""


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """Somebody who was or is asked an escalation."""

    user: int
    wijze: str
    nu: bool
    gaf_door: bool
    bereikbaar: bool
    mailvoorkeur: str
    namens: int | None
    vervanger: Adres | None
    """Who is asked instead, of somebody asked as a person who is away."""

    @property
    def als_persoon(self) -> bool:
        """Whether they are to be asked as a person, or who replaces them."""
        return self.wijze in _PERSOONLIJK and not self.gaf_door and self.bereikbaar

    @property
    def adres(self) -> Adres:
        """How they are asked as a person."""
        return Adres(self.user, None, Wijze(self.wijze), self.namens, self.mailvoorkeur, None)


def in_overzicht(trede: Trede, mailvoorkeur: str) -> bool:
    """Return whether this person wants this rung in the daily overzicht."""
    return trede not in _ALTIJD_METEEN and mailvoorkeur == Mailvoorkeur.DAGELIJKS


class Adressering:
    """The addressees and mails of one batch."""

    def __init__(self, peildatum: date, wijze: Schrijfwijze = OVER_CASUS) -> None:
        self._peildatum = peildatum
        self._wijze = wijze
        self._people = Rows()
        self._signalen: dict[str, Stapel] = defaultdict(Stapel)
        self._herinneringen: dict[str, Stapel] = defaultdict(Stapel)
        self._besturen: dict[tuple[int, int], None] = {}

    def open(
        self, pk: int, due: Onderwerp, nieuw: Nieuw, people: Ontvangers, ladder: Ladder
    ) -> None:
        """Ask these people about a new escalation."""
        stapel = self._signalen[ladder.mailvenster]
        for adres in people.adressen:
            self._ask(pk, due, adres)
            stapel.add(pk, adres.user, bundel=in_overzicht(nieuw.regel.trede, adres.mailvoorkeur))

    def _ask(self, pk: int, due: Onderwerp, adres: Adres) -> None:
        self._people.add(
            escalatie=pk,
            user=adres.user,
            rol=adres.rol.value if adres.rol else "",
            wijze=adres.wijze.value,
            namens=adres.namens,
        )
        if adres.organisatie is not None and due.joins(adres.organisatie):
            self._besturen[due.pk, adres.organisatie] = None

    def remind(
        self, uitkomsten: Sequence[Uitkomst], adresboek: Adresboek, tijdlijn: Tijdlijn
    ) -> int:
        """Send the reminders, and ask who should be asked by now; return how many reminders.

        Looked at are the escalations that are reminded, and the open ones of casussen in which
        something changed.
        """
        found: list[tuple[Uitkomst, Eerder, Herinnering | None]] = []
        for uitkomst in uitkomsten:
            over = {pk for pk, _ in uitkomst.besluit.vervalt} | set(uitkomst.besluit.opgevolgd)
            again = {herinnering.pk: herinnering for herinnering in uitkomst.besluit.herinneringen}
            for e in uitkomst.history:
                changed = uitkomst.due.veranderd and e.status == Status.OPEN
                if e.pk not in over and (changed or e.pk in again):
                    found.append((uitkomst, e, again.get(e.pk)))
        if not found:
            return 0
        asked = load_asked([e.pk for _, e, _ in found], self._peildatum)
        roles = load_roles([e.pk for _, e, _ in found])
        gone: list[tuple[int, int]] = []
        holes = Rows()
        for uitkomst, e, herinnering in found:
            now, left, zonder = self._update(
                uitkomst, e, asked[e.pk], adresboek.find(uitkomst.due.plaatsen, roles[e.pk])
            )
            gone += [(e.pk, user) for user in left]
            holes.add(id=e.pk, zonder_ontvanger=zonder)
            if herinnering is not None:
                stapel = self._herinneringen[uitkomst.ladder.mailvenster]
                for user, mailvoorkeur in now.items():
                    stapel.add(e.pk, user, bundel=in_overzicht(e.trede, mailvoorkeur))
                _tell_reminder(tijdlijn, uitkomst, e, herinnering)
        self._end(gone)
        columns = holes.columns
        update_columns(Escalatie, columns["id"], {"zonder_ontvanger": columns["zonder_ontvanger"]})
        return self._write_reminders(found)

    def _update(
        self, uitkomst: Uitkomst, e: Eerder, asked: dict[int, Gevraagd], people: Ontvangers
    ) -> tuple[dict[int, str], list[int], list[str]]:
        """Ask who holds the roles by now; return who is asked, who no longer is, and the holes."""
        now: dict[int, str] = {}
        for user, adres in asked_by_now(asked, people).items():
            now[user] = adres.mailvoorkeur
            row = asked.get(user)
            if row is None or not row.nu:
                self._ask(e.pk, uitkomst.due, adres)
                self._signalen[uitkomst.ladder.mailvenster].add(
                    e.pk, user, bundel=in_overzicht(e.trede, adres.mailvoorkeur)
                )
        left = [row.user for row in asked.values() if row.nu and row.user not in now]
        return now, left, [rol.value for rol in people.zonder]

    def _end(self, gone: Sequence[tuple[int, int]]) -> None:
        if not gone:
            return
        per_user: dict[int, list[int]] = defaultdict(list)
        for pk, user in gone:
            per_user[user].append(pk)
        for user, ids in per_user.items():
            Geadresseerde.objects.filter(
                escalatie_id__in=ids, user_id=user, tot__isnull=True
            ).update(tot=self._peildatum)
            withdraw_berichten(
                referenties=[f"escalatie:{pk}" for pk in ids],
                reden="Het signaal gaat nu naar iemand anders.",
                ontvanger_id=user,
            )

    def _write_reminders(self, found: Sequence[tuple[Uitkomst, Eerder, Herinnering | None]]) -> int:
        reminders = [(e, h) for _, e, h in found if h is not None]
        update_columns(
            Escalatie,
            [e.pk for e, _ in reminders],
            {
                "status": [Status.OPEN.value] * len(reminders),
                "reageer_voor": [h.reageer_voor for _, h in reminders],
                "herinnerd_op": [self._peildatum] * len(reminders),
                "herinneringen": [e.herinneringen + 1 for e, _ in reminders],
                "rust_tot": [None] * len(reminders),
            },
        )
        return len(reminders)

    def write(self) -> int:
        """Write the addressees and queue their mails; return how many mails."""
        insert_columns(
            Geadresseerde, self._people.columns, constants={"van": self._peildatum}, upsert=_UPSERT
        )
        self._add_schoolbesturen()
        nu = timezone.now()
        day = f"{self._peildatum:%Y%m%d}"
        queued = 0
        for venster, stapel in self._signalen.items():
            queued += queue_stapel(
                sjabloon=self._wijze.signaal,
                soort="escalatie",
                stapel=stapel,
                venster=venster,
                nu=nu,
            )
        for venster, stapel in self._herinneringen.items():
            queued += queue_stapel(
                sjabloon=self._wijze.herinnering,
                soort="escalatie",
                stapel=stapel,
                venster=venster,
                nu=nu,
                achtervoegsel=day,
            )
        return queued

    def _add_schoolbesturen(self) -> None:
        """Let the schoolbestuur take part once its people are addressed: they must see it."""
        CasusPartij.objects.bulk_create(
            (
                CasusPartij(
                    casus_id=casus,
                    organisatie_id=bestuur,
                    rol=PartijRol.SCHOOLBESTUUR,
                    van=min(self._peildatum, timezone.localdate()),
                )
                for casus, bestuur in self._besturen
            ),
            ignore_conflicts=True,
        )


_UPSERT = (
    "ON CONFLICT (escalatie_id, user_id) DO UPDATE SET tot = NULL, van = EXCLUDED.van, "
    "rol = EXCLUDED.rol, wijze = EXCLUDED.wijze, namens_id = EXCLUDED.namens_id"
)


def asked_by_now(asked: Mapping[int, Gevraagd], people: Ontvangers) -> dict[int, Adres]:
    """Return who is asked by now, by person: by the roles, and who is asked as a person.

    Instead of a person who is away their vervanger is asked, unless they passed it on themselves.
    Who passed it on is not asked again, unless nobody else could be.
    """
    persons: dict[int, Adres] = {}
    stand_ins: dict[int, Adres] = {}
    for row in asked.values():
        if row.als_persoon:
            other = row.vervanger
            if other is None or (other.user in asked and asked[other.user].gaf_door):
                persons[row.user] = row.adres
            else:
                stand_ins[other.user] = other
    by_role = {
        adres.user: adres
        for adres in people.adressen
        if not (persons or stand_ins) or not (adres.user in asked and asked[adres.user].gaf_door)
    }
    return stand_ins | by_role | persons


def load_asked(ids: Sequence[int], op: date) -> dict[int, dict[int, Gevraagd]]:
    """Return who was or is asked each of these escalations, by person, in one statement.

    Reachable is who may log in, still takes part in the casus on that day and gets mail. Where
    people are asked as a person, one more statement looks whether any of them is away, and two
    more who replaces those. Who takes part for an organisation by invitation only costs three
    more, which look whether that one still sees casework.
    """
    found: dict[int, dict[int, Gevraagd]] = defaultdict(dict)
    still_sees = Lidmaatschap.objects.active_on(op).filter(
        user=OuterRef("user"),
        rol__in=rollen_with(Recht.ADD_NOTES),
        organisatie__soort__in=MET_GROND,
        organisatie__in=CasusPartij.objects.filter(
            casus=OuterRef(OuterRef("escalatie__casus")), tot__isnull=True
        ).values("organisatie"),
    )
    asked = Geadresseerde.objects.filter(escalatie_id__in=any_of(ids))
    rows = list(
        asked.annotate(ziet=Exists(still_sees)).values_list(
            "escalatie_id",
            "user_id",
            "wijze",
            "tot",
            "gaf_door",
            "namens_id",
            "ziet",
            "user__email",
            "user__onbestelbaar_op",
            "user__mailvoorkeur",
        )
    )
    persons = [row[0] for row in rows if row[2] in _PERSOONLIJK and not row[4]]
    instead = _stand_ins(persons, op) if persons else {}
    guests = {row[:2] for row in rows if row[2] in _PERSOONLIJK and not (row[4] or row[6])}
    invited = _invited_who_see(guests, op) if guests else frozenset()
    for pk, user, wijze, tot, gaf_door, namens, sees, email, bounced, mailvoorkeur in rows:
        reachable = (sees or (pk, user) in invited) and bool(email) and bounced is None
        found[pk][user] = Gevraagd(
            user=user,
            wijze=wijze,
            nu=tot is None,
            gaf_door=gaf_door,
            bereikbaar=reachable,
            mailvoorkeur=mailvoorkeur,
            namens=namens,
            vervanger=instead.get((pk, user)),
        )
    return found


def _invited_who_see(asked: Collection[tuple[int, int]], op: date) -> frozenset[tuple[int, int]]:
    """Return which of these, by escalation and person, see the casus by invitation on this day."""
    members = (
        Lidmaatschap.objects.active_on(op)
        .filter(
            user__in={user for _, user in asked},
            rol__in=rollen_with(Recht.ADD_NOTES),
            organisatie__soort__in=ZONDER_GROND,
        )
        .values_list("user_id", "organisatie_id", "organisatie__soort")
    )
    places: dict[int, set[int]] = defaultdict(set)
    soorten: dict[int, str] = {}
    for user, place, soort in members:
        places[user].add(place)
        soorten[place] = soort
    open_places = soorten.keys() - refusals(soorten).keys()
    if not open_places:
        return frozenset()
    parties: dict[int, set[int]] = defaultdict(set)
    for pk, place in CasusPartij.objects.filter(
        casus__escalaties__in={pk for pk, _ in asked},
        organisatie__in=open_places,
        tot__isnull=True,
    ).values_list("casus__escalaties", "organisatie_id"):
        parties[pk].add(place)
    return frozenset((pk, user) for pk, user in asked if places[user] & parties[pk])


def _stand_ins(ids: Sequence[int], op: date) -> dict[tuple[int, int], Adres]:
    """Return who replaces whom of those asked as a person, by escalation and person.

    Who takes part for two organisations is replaced where they are away from either.
    """
    away = Geadresseerde.objects.filter(
        escalatie_id__in=any_of(ids),
        wijze__in=_PERSOONLIJK,
        user__vervangingen__van__lte=op,
        user__vervangingen__tot__gt=op,
        user__vervangingen__organisatie__in=CasusPartij.objects.filter(
            casus=OuterRef("escalatie__casus"), tot__isnull=True
        ).values("organisatie"),
    ).values_list("escalatie_id", "user_id", "user__vervangingen__organisatie_id")
    rows = list(away.order_by("escalatie_id", "user_id", "user__vervangingen__organisatie_id"))
    adresboek = Adresboek((), (), op, ook={place for *_, place in rows})
    found: dict[tuple[int, int], Adres] = {}
    for pk, user, place in rows:
        other = adresboek.stand_in(place, user)
        if other is not None:
            found.setdefault((pk, user), other)
    return found


def load_roles(ids: Sequence[int]) -> dict[int, tuple[Rol, ...]]:
    """Return the roles that each of these escalations asks, in one statement."""
    rows = Escalatie.objects.filter(pk__in=any_of(ids)).values_list("pk", "rollen")
    return {pk: tuple(Rol(rol) for rol in rollen) for pk, rollen in rows}


def _tell_reminder(
    tijdlijn: Tijdlijn, uitkomst: Uitkomst, e: Eerder, herinnering: Herinnering
) -> None:
    day = datum_kort(herinnering.reageer_voor)
    why = (
        f"De afgesproken datum ({datum_kort(e.rust_tot)}) is voorbij."
        if herinnering.heropend and e.rust_tot
        else f"Er kwam geen antwoord op het signaal van {datum_kort(e.op)}."
    )
    tijdlijn.add(
        uitkomst.due,
        GebeurtenisSoort.SIGNAAL,
        f"Herinnering: {e.trede}",
        f"{why} Antwoorden kan tot en met {day}.",
        {"escalatie": e.pk, "trede": e.trede.tekst, "herinnering": True},
    )
