"""Answering a signal: seen, taken up until a day, or passed on to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.errors import NietToegestaan
from cases.models import Casus, GebeurtenisSoort
from cases.permissions import Handeling, may, parties_of
from cases.services.tijdlijn import Inzender, lock_casus, log
from monitoring.ladder import MEESTE_DOORGESTUURD, MEESTE_RUST, Status, Trede
from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort, Wijze
from monitoring.services.regelboek import Regelboek
from monitoring.services.schrijven.adressering import in_overzicht
from pact.keuzes import Antwoord
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import queue_bericht, withdraw_berichten
from thuiszitters.kalender import datum_kort, is_werkdag, plus_werkdagen


@transaction.atomic
def answer_escalatie(
    *,
    escalatie: Escalatie,
    soort: ReactieSoort,
    toelichting: str,
    naar: User | None,
    inzender: Inzender,
    rust_tot: date | None = None,
    laatste: int | None = None,
    op: date | None = None,
) -> Reactie:
    """Return the answer of a person to a signal; it stands on the timeline (docs/ladder.md).

    `gezien` leaves the signal as it is. `neem_op` takes it up until `rust_tot`, at most
    MEESTE_RUST werkdagen after `op` (today unless given); also one that was taken up already, to
    ask for more time or to take it over. `doorgestuurd` asks `naar` instead of who answers.
    `laatste` is the last answer that was seen (0: none): where somebody else was first, the
    answer is refused and can be given again. Raises ValidationError per field, and
    NietToegestaan where the signal does not wait for this answer or the person may not write.
    """
    user = inzender.door
    assert user is not None
    casus: Casus = lock_casus(escalatie.over_casus, inzender)
    verdict = may(user, Handeling.SCHRIJF, casus)
    if not verdict.mag:
        raise NietToegestaan(verdict.waarom)
    current = Escalatie.objects.select_for_update().get(pk=escalatie.pk)
    before = last_answer(current)
    check_open(current, before, again=soort == ReactieSoort.NEEM_OP)
    if soort == ReactieSoort.GEZIEN:
        own = current.reacties.filter(door=user).first()
        if own is not None:
            return own
    elif laatste is not None and laatste != (before.pk if before else 0):
        raise NietToegestaan(overtaken(before))
    given = _Antwoord(casus, current, before, user, op or timezone.localdate())
    tekst = toelichting.strip()
    match soort:
        case ReactieSoort.GEZIEN:
            titel, uitleg = "Signaal gezien", ""
        case ReactieSoort.NEEM_OP:
            titel, uitleg = given.take_up(tekst, rust_tot)
        case ReactieSoort.DOORGESTUURD:
            titel, uitleg = given.pass_on(naar)
    reactie = Reactie.objects.create(
        escalatie=current,
        soort=soort,
        toelichting=tekst,
        rust_tot=rust_tot if soort == ReactieSoort.NEEM_OP else None,
        naar=naar if soort == ReactieSoort.DOORGESTUURD else None,
        door=user,
    )
    log(
        casus=casus,
        soort=GebeurtenisSoort.REACTIE,
        titel=titel[:200],
        tekst="\n".join(words for words in (tekst, uitleg) if words),
        inzender=inzender,
        gegevens={"escalatie": current.pk, "trede": current.trede, "antwoord": soort},
    )
    return reactie


def last_answer(escalatie: Escalatie) -> Reactie | None:
    """Return the last time it was taken up or passed on, with who did it; None where never."""
    done = escalatie.reacties.exclude(soort=ReactieSoort.GEZIEN)
    return done.select_related("door", "naar").order_by("-pk").first()


def check_open(current: Escalatie, before: Reactie | None, *, again: bool) -> None:
    """Raise NietToegestaan where this answer comes too late, with what happened instead.

    `again` is an answer that can be given to what was answered already.
    """
    match Status(current.status):
        case Status.OPEN:
            return
        case Status.BEANTWOORD:
            if again:
                return
            raise NietToegestaan(overtaken(before))
        case Status.OPGEVOLGD:
            raise NietToegestaan(
                "Dit signaal is opgevolgd: een hogere trede vraagt nu om een antwoord."
            )
        case Status.VERVALLEN:
            raise NietToegestaan(f"Dit signaal is vervallen. {current.reden}".strip())
        case Status.OVERGESLAGEN:
            raise NietToegestaan("Dit signaal is overgeslagen. Er wordt niets gevraagd.")


def overtaken(before: Reactie | None) -> str:
    """Return what somebody else did while this person was writing."""
    if before is None:
        return "Dit signaal is intussen veranderd."
    if before.soort == ReactieSoort.DOORGESTUURD:
        return f"{before.door} gaf dit signaal intussen door aan {before.naar}."
    until = f", tot en met {datum_kort(before.rust_tot)}" if before.rust_tot else ""
    if before.soort in Antwoord.values:
        return f"{before.door} antwoordde intussen: {Antwoord(before.soort).label.lower()}{until}."
    return f"{before.door} nam dit signaal al op{until}."


def wrong_rust_tot(rust_tot: date, op: date) -> str:
    """Return why nobody can be left alone until this day; empty where they can."""
    latest = plus_werkdagen(op, MEESTE_RUST)
    if rust_tot < op:
        return "Deze dag is al voorbij. Kies vandaag of een latere dag."
    if rust_tot > latest:
        return (
            f"Dat is te ver vooruit. Kies een dag tot en met {datum_kort(latest)}: hoogstens "
            f"{MEESTE_RUST} werkdagen. Daarna kun je om meer tijd vragen."
        )
    return ""


def restart_term(current: Escalatie, op: date) -> bool:
    """Begin the term anew for who gets it passed on; return False where it just runs on.

    At most MEESTE_DOORGESTUURD times, so that a signal cannot go round for ever.
    """
    current.doorgestuurd += 1
    fresh = current.doorgestuurd <= MEESTE_DOORGESTUURD
    if fresh:
        current.reageer_voor = plus_werkdagen(op, current.termijn)
        current.herinnerd_op = None
    current.save(update_fields=["doorgestuurd", "reageer_voor", "herinnerd_op"])
    return fresh


@dataclass(frozen=True, slots=True)
class _Antwoord:
    """An answer that is being given: by whom, to what, on which day."""

    casus: Casus
    escalatie: Escalatie
    before: Reactie | None
    user: User
    op: date

    def take_up(self, tekst: str, rust_tot: date | None) -> tuple[str, str]:
        """Take it up, for the first time or anew; return title and words for the timeline."""
        until = self._check_rust(tekst, rust_tot)
        current = self.escalatie
        before = self.before if current.status == Status.BEANTWOORD.value else None
        current.status = Status.BEANTWOORD.value
        current.rust_tot = until
        current.save(update_fields=["status", "rust_tot"])
        self._answers_for_it()
        withdraw_berichten(referenties=[current.referentie], reden="Het signaal is beantwoord.")
        again = plus_werkdagen(until, 1)
        self._look_again(again)
        day = datum_kort(until)
        uitleg = ""
        if not is_werkdag(until):
            uitleg = (
                f"{day} is geen werkdag: vanaf {datum_kort(again)} kan het signaal weer gevraagd "
                "worden."
            )
        if before is None:
            return f"Neemt het signaal op, tot en met {day}", uitleg
        if before.door_id == self.user.pk:
            return f"Heeft meer tijd nodig voor het signaal, tot en met {day}", uitleg
        return f"Neemt het signaal over van {before.door}, tot en met {day}", uitleg

    def _answers_for_it(self) -> None:
        """Whoever takes it up is asked again when their day has passed, also who was not asked."""
        asked = Geadresseerde.objects.filter(escalatie=self.escalatie, user=self.user)
        if asked.filter(tot__isnull=True).exists():
            return
        Geadresseerde.objects.update_or_create(
            escalatie=self.escalatie,
            user=self.user,
            defaults={
                "rol": "",
                "wijze": Wijze.OPGEPAKT,
                "namens": None,
                "van": self.op,
                "tot": None,
                "gaf_door": False,
            },
        )

    def _check_rust(self, tekst: str, rust_tot: date | None) -> date:
        """Return the day until which it is taken up. Raises ValidationError per field."""
        wrong = {}
        if not tekst:
            wrong["toelichting"] = "Schrijf kort wat je gaat doen."
        if rust_tot is None:
            wrong["rust_tot"] = "Kies tot en met welke dag je ermee bezig bent."
        elif melding := wrong_rust_tot(rust_tot, self.op):
            wrong["rust_tot"] = melding
        if wrong or rust_tot is None:
            raise ValidationError(wrong)
        return rust_tot

    def pass_on(self, naar: User | None) -> tuple[str, str]:
        """Ask somebody else instead; return title and words for the timeline."""
        other = _check_naar(self.casus, self.user, naar)
        current = self.escalatie
        chain = [*_passed_on(current), (str(self.user), str(other))]
        fresh = restart_term(current, self.op)
        words = [f"{_in_words(chain)}."] if len(chain) > 1 else []
        if current.reageer_voor is not None:
            self._look_again(plus_werkdagen(current.reageer_voor, 1))
            until = f"tot en met {datum_kort(current.reageer_voor)}."
            words.append(
                f"Antwoorden kan {until}"
                if fresh
                else f"De termijn begint niet opnieuw en loopt {until}"
            )
        self._readdress(other)
        return f"Signaal doorgegeven aan {other}", " ".join(words)

    def _readdress(self, other: User) -> None:
        """Stop asking the one, ask the other, and let one mail go to them."""
        current = self.escalatie
        asked = Geadresseerde.objects.filter(escalatie=current, user=self.user)
        asked.filter(tot__isnull=True).update(tot=self.op)
        asked.update(gaf_door=True)
        self._pass_on_for_who_is_away(asked.first())
        Geadresseerde.objects.update_or_create(
            escalatie=current,
            user=other,
            defaults={
                "rol": "",
                "wijze": Wijze.DOORGESTUURD,
                "namens": self.user,
                "van": self.op,
                "tot": None,
                "gaf_door": False,
            },
        )
        for person, why in (
            (self.user, "Het signaal is doorgegeven aan iemand anders."),
            (other, "Een nieuwere e-mail kwam hiervoor in de plaats."),
        ):
            withdraw_berichten(referenties=[current.referentie], reden=why, ontvanger_id=person.pk)
        sleutel = f"{current.referentie}:{other.pk}"
        if Bericht.objects.filter(sleutel=sleutel).exists():
            sleutel = f"{sleutel}:{current.doorgestuurd}"
        queue_bericht(
            sjabloon="signaal",
            ontvanger_id=other.pk,
            sleutel=sleutel,
            referentie=current.referentie,
            gegevens={"escalatie": current.pk},
            venster=Regelboek().regels(self.casus.swv_id, self.op).ladder.mailvenster,
            bundel=in_overzicht(Trede(current.trede), other.mailvoorkeur),
        )

    def _pass_on_for_who_is_away(self, own: Geadresseerde | None) -> None:
        """Whoever is asked as a person and is replaced by this one passed it on with it."""
        replaced = Q(user__in=self._replaced())
        if own is not None and own.wijze == Wijze.VERVANGING:
            replaced |= Q(user=own.namens_id)
        Geadresseerde.objects.filter(
            replaced,
            escalatie=self.escalatie,
            wijze__in=[Wijze.DOORGESTUURD, Wijze.OPGEPAKT],
            tot__isnull=False,
        ).update(gaf_door=True)

    def _replaced(self) -> QuerySet[Vervanging, int]:
        """Return the ids of those who are away while this person stands in."""
        here = Vervanging.objects.covering(self.op).filter(vervanger=self.user)
        return here.values_list("user_id", flat=True)

    def _look_again(self, op: date) -> None:
        """Let the watch come by on this day at the latest."""
        due = Casus.objects.filter(pk=self.casus.pk, volgende_controle_op__gt=op)
        due.update(volgende_controle_op=op)


def _passed_on(escalatie: Escalatie) -> list[tuple[str, str]]:
    """Return who passed it on to whom so far, in order."""
    links = escalatie.reacties.filter(soort=ReactieSoort.DOORGESTUURD, naar__isnull=False)
    rows = links.select_related("door", "naar").order_by("pk")
    return [(str(link.door), str(link.naar)) for link in rows]


def _in_words(chain: list[tuple[str, str]]) -> str:
    (first, second), *rest = chain
    return ", ".join([f"{first} gaf door aan {second}", *(f"{a} aan {b}" for a, b in rest)])


def _check_naar(casus: Casus, user: User, naar: User | None) -> User:
    """Return who it is passed on to. Raises ValidationError where they cannot answer it."""
    wrong = ""
    if naar is None:
        wrong = "Kies bij wie dit signaal hoort."
    elif naar.pk == user.pk:
        wrong = "Kies iemand anders dan jezelf."
    elif not naar.is_active:
        wrong = f"{naar} kan niet meer inloggen. Kies iemand anders."
    elif not Casus.objects.visible_to(naar, any_role=True).filter(pk=casus.pk).exists():
        wrong = "Deze persoon kan de casus niet zien."
    elif not organisatie_ids(naar, Recht.ADD_NOTES, any_role=True) & parties_of(casus):
        wrong = f"{naar} kan alleen meelezen en dus niet antwoorden. Kies iemand anders."
    elif not naar.is_bereikbaar:
        wrong = f"E-mail aan {naar} komt niet aan. Kies iemand anders."
    if wrong or naar is None:
        raise ValidationError({"naar": wrong})
    return naar
