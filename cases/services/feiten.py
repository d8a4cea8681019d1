"""Registering facts about the child: absence, return, aanbod, exemption, enrolment."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.errors import VerouderdeVersie
from cases.models import (
    Aanbod,
    AanbodSoort,
    Casus,
    GebeurtenisSoort,
    Gemist,
    Inschrijving,
    Leerling,
    PartijRol,
    Verzuim,
    VerzuimReden,
    Vrijstelling,
    zoekvorm,
)
from cases.models.feiten import GROND_LABELS
from cases.services.dagen import AnyFeit, check_day, check_days
from cases.services.feitwerk import about, add_feit, bron_of, changing
from cases.services.partijen import set_partij
from cases.services.tijdlijn import Inzender, log
from cases.services.verschil import differences
from cases.services.vervanging import replace_feit, withdraw_feit
from cases.stand import Grond
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.kalender import datum_kort


def register_verzuim(
    *,
    casus: Casus,
    begin: date,
    einde: date | None,
    geoorloofd: bool,
    inzender: Inzender,
    reden: str = "",
) -> Verzuim:
    """Return a new span of absence, [begin, einde). Raises ValidationError per field.

    With reden ziekte (VerzuimReden) it is a sick report, which is authorised absence.
    """
    with changing(casus, inzender) as locked:
        feit = Verzuim(
            **about(locked, inzender), begin=begin, einde=einde, geoorloofd=geoorloofd, reden=reden
        )
        add_feit(feit, "begin")
        if reden == VerzuimReden.ZIEKTE:
            what = "Ziek gemeld"
        else:
            what = "Geoorloofd afwezig" if geoorloofd else "Ongeoorloofd afwezig"
        until = f", terug op {datum_kort(einde)}" if einde else ""
        log(
            casus=locked,
            soort=GebeurtenisSoort.VERZUIM,
            titel=f"{what} vanaf {datum_kort(begin)}{until}",
            datum=begin,
            inzender=inzender,
            gegevens={"verzuim": feit.pk},
            changes_casus=True,
        )
        return feit


def register_terugkeer(
    *, casus: Casus, op: date, school: Organisatie | None, tekst: str, inzender: Inzender
) -> None:
    """Register that the child is back at school from `op`, the first day back.

    A child that is enrolled nowhere needs a `school`, where it is enrolled from that day.
    Raises ValidationError when the child is not absent or the day does not fit.
    """
    with changing(casus, inzender) as locked:
        check_day(locked.leerling, op, "op", past=True)
        running = list(
            Verzuim.objects.current().filter(leerling=locked.leerling, einde__isnull=True)
        )
        enrolled = _enrolled_now(locked)
        if not running and enrolled is not None:
            raise ValidationError({"op": "Er loopt geen verzuim. De leerling staat als terug."})
        for span in running:
            if op <= span.begin:
                raise ValidationError(
                    {"op": f"De afwezigheid begon pas op {datum_kort(span.begin)}."}
                )
            replace_feit(span, einde=op, bron=bron_of(inzender), door=inzender.door)
        if enrolled is None:
            if school is None:
                raise ValidationError(
                    {"school": "Deze leerling is nergens ingeschreven. Kies de school."}
                )
            _enrol(locked, school, op, inzender, "op")
        log(
            casus=locked,
            soort=GebeurtenisSoort.TERUGKEER,
            titel=f"Terug op school vanaf {datum_kort(op)}",
            tekst=tekst,
            datum=op,
            inzender=inzender,
            changes_casus=True,
        )


def _enrolled_now(casus: Casus) -> Inschrijving | None:
    return (
        Inschrijving.objects.current()
        .filter(leerling_id=casus.leerling_id, einde__isnull=True)
        .first()
    )


def _enrol(
    casus: Casus, school: Organisatie, op: date, inzender: Inzender, veld: str
) -> Inschrijving:
    feit = add_feit(
        Inschrijving(**about(casus, inzender), school=school, begin=op, einde=None), veld
    )
    _move_school(casus, school)
    return feit


def _move_school(casus: Casus, school: Organisatie | None) -> None:
    casus.school = school
    casus.save(update_fields=["school"])
    set_partij(casus=casus, rol=PartijRol.SCHOOL, organisatie=school, van=timezone.localdate())


def register_aanbod(
    *,
    casus: Casus,
    soort: AanbodSoort,
    omschrijving: str,
    gedaan_op: date | None,
    geaccepteerd_op: date | None,
    gestart_op: date | None,
    einde: date | None,
    inzender: Inzender,
) -> Aanbod:
    """Return a new aanbod; what stops the three-month clock is its start (stand.md)."""
    with changing(casus, inzender) as locked:
        feit = add_feit(
            Aanbod(
                **about(locked, inzender),
                soort=soort,
                omschrijving=omschrijving.strip(),
                gedaan_op=gedaan_op,
                geaccepteerd_op=geaccepteerd_op,
                gestart_op=gestart_op,
                einde=einde,
            ),
            "gestart_op",
        )
        day = gestart_op or geaccepteerd_op or gedaan_op
        assert day is not None
        verb = "gestart" if gestart_op else ("geaccepteerd" if geaccepteerd_op else "gedaan")
        log(
            casus=locked,
            soort=GebeurtenisSoort.AANBOD,
            titel=f"Aanbod {verb} op {datum_kort(day)}: {AanbodSoort(soort).label}",
            tekst=omschrijving,
            datum=day,
            inzender=inzender,
            gegevens={"aanbod": feit.pk},
            changes_casus=True,
        )
        return feit


def register_vrijstelling(
    *, casus: Casus, grond: Grond, begin: date, einde: date | None, inzender: Inzender
) -> Vrijstelling:
    """Return a new exemption, [begin, einde), on a ground of the Leerplichtwet."""
    with changing(casus, inzender) as locked:
        feit = add_feit(
            Vrijstelling(
                **about(locked, inzender), grond=Grond(grond).value, begin=begin, einde=einde
            ),
            "begin",
        )
        log(
            casus=locked,
            soort=GebeurtenisSoort.VRIJSTELLING,
            titel=f"Vrijstelling vanaf {datum_kort(begin)}: {GROND_LABELS[Grond(grond)]}"[:200],
            datum=begin,
            inzender=inzender,
            gegevens={"vrijstelling": feit.pk},
            changes_casus=True,
        )
        return feit


def change_school(
    *, casus: Casus, school: Organisatie | None, op: date, inzender: Inzender
) -> None:
    """Enrol the child at another school from `op`; None: enrolled nowhere from that day."""
    with changing(casus, inzender) as locked:
        check_day(locked.leerling, op, "op", past=True)
        current = _enrolled_now(locked)
        if current is not None:
            if school is not None and current.school_id == school.pk:
                raise ValidationError({"school": "De leerling is al bij deze school ingeschreven."})
            if current.begin is not None and op <= current.begin:
                raise ValidationError(
                    {"op": f"De inschrijving begon pas op {datum_kort(current.begin)}."}
                )
            replace_feit(current, einde=op, bron=bron_of(inzender), door=inzender.door)
        elif school is None:
            raise ValidationError({"school": "De leerling is al nergens ingeschreven."})
        if school is not None:
            _enrol(locked, school, op, inzender, "op")
        else:
            _move_school(locked, None)
        where = school.naam if school else "geen school"
        log(
            casus=locked,
            soort=GebeurtenisSoort.INSCHRIJVING,
            titel=f"Ingeschreven bij {where} vanaf {datum_kort(op)}"
            if school
            else f"Uitgeschreven per {datum_kort(op)}",
            datum=op,
            inzender=inzender,
            changes_casus=True,
        )


def change_leerling(
    *,
    casus: Casus,
    voornaam: str,
    achternaam: str,
    geboortedatum: date,
    gemeente: Organisatie,
    startkwalificatie_op: date | None,
    inzender: Inzender,
) -> None:
    """Correct the child's own data and the gemeente of residence."""
    if gemeente.soort != Soort.GEMEENTE:
        raise ValidationError({"gemeente": "Kies een gemeente."})
    if geboortedatum > timezone.localdate():
        raise ValidationError({"geboortedatum": "De geboortedatum ligt in de toekomst."})
    with changing(casus, inzender) as locked:
        child = Leerling.objects.select_for_update().get(pk=locked.leerling_id)
        changes = {
            "voornaam": " ".join(voornaam.split()),
            "achternaam": " ".join(achternaam.split()),
            "geboortedatum": geboortedatum,
            "startkwalificatie_op": startkwalificatie_op,
        }
        said = differences(child, changes)
        for veld, value in changes.items():
            setattr(child, veld, value)
        check_day(child, startkwalificatie_op, "startkwalificatie_op", past=True)
        child.zoeknaam = zoekvorm(f"{voornaam} {achternaam}")
        child.full_clean()
        child.save()
        moved = locked.gemeente_id != gemeente.pk
        if moved:
            locked.gemeente = gemeente
            locked.save(update_fields=["gemeente"])
            set_partij(
                casus=locked,
                rol=PartijRol.GEMEENTE,
                organisatie=gemeente,
                van=timezone.localdate(),
            )
        log(
            casus=locked,
            soort=GebeurtenisSoort.LEERLING,
            titel=f"Woont nu in {gemeente.naam}" if moved else "Gegevens van de leerling gewijzigd",
            tekst="\n".join(said),
            inzender=inzender,
            changes_casus=True,
        )


SOORTEN: dict[str, type[Inschrijving | Verzuim | Gemist | Aanbod | Vrijstelling]] = {
    "inschrijving": Inschrijving,
    "verzuim": Verzuim,
    "uren": Gemist,
    "aanbod": Aanbod,
    "vrijstelling": Vrijstelling,
}


def correct_feit(
    *, casus: Casus, feit: AnyFeit, changes: dict[str, Any], reden: str, inzender: Inzender
) -> AnyFeit | None:
    """Correct a fact with a reason; the old one stays in history. Without `changes`: withdraw it.

    Return the fact as it is now, or None when it was withdrawn. The timeline says what it was and
    what it is now. Raises ValidationError without a reason, when nothing changes, and when the
    corrected fact does not fit; VerouderdeVersie when the fact itself was corrected already.
    """
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf wat er is veranderd of niet klopte."})
    name = next(name for name, model in SOORTEN.items() if isinstance(feit, model))
    with changing(casus, inzender) as locked:
        if not SOORTEN[name].objects.current().filter(pk=feit.pk).exists():
            raise VerouderdeVersie(locked.versie)
        feit.leerling = locked.leerling
        said = [reden.strip()]
        now: AnyFeit | None = None
        if changes:
            what = differences(feit, changes)
            if not what:
                raise ValidationError("Je hebt niets gewijzigd.")
            said = [*what, *said]
            wanted = copy(feit)
            for veld, value in changes.items():
                setattr(wanted, veld, value)
            check_days(wanted)
        try:
            if changes:
                now = replace_feit(feit, door=inzender.door, bron=bron_of(inzender), **changes)
            else:
                withdraw_feit(feit)
        except ValidationError as error:
            if "__all__" in error.message_dict:
                raise ValidationError(error.message_dict["__all__"]) from None
            raise
        if isinstance(feit, Inschrijving):
            _follow_enrolment(locked)
        log(
            casus=locked,
            soort=GebeurtenisSoort.CORRECTIE,
            titel=f"{_naam_van(feit)} {'verbeterd' if changes else 'ingetrokken'}",
            tekst="\n".join(said),
            inzender=inzender,
            gegevens={name: feit.pk},
            changes_casus=True,
        )
    return now


def _naam_van(feit: AnyFeit) -> str:
    return str(feit._meta.verbose_name).capitalize()


def _follow_enrolment(casus: Casus) -> None:
    """Let the casus follow its corrected enrolment: the school there is the school of the casus."""
    running = _enrolled_now(casus)
    school = running.school if running is not None else None
    if casus.school_id != (school.pk if school else None):
        _move_school(casus, school)
