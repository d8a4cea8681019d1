"""Opening, assigning, closing and reopening a casus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.errors import AlGedaan, CaseworkError
from cases.models import (
    Bron,
    Casus,
    CasusPartij,
    GebeurtenisSoort,
    Inschrijving,
    Leerling,
    Nummerreeks,
    PartijRol,
    Status,
    Uitkomst,
    Verzuim,
    VerzuimReden,
    zoekvorm,
)
from cases.models.casus import METEEN
from cases.services.afdruk import afdrukken, changed_since
from cases.services.dagen import FAR_AHEAD
from cases.services.stand import refresh_stand
from cases.services.tijdlijn import Inzender, add_taak, lock_casus, log
from cases.services.vervanging import replace_feit
from cases.stand import OngeldigeFeiten
from cases.workflow import check_overgang
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Soort
from thuiszitters.berichten import wakeup
from thuiszitters.kalender import datum_kort

_IN_HAND = {"leerling", "swv", "gemeente", "school", "eigenaar", "door"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuweCasus:
    """What is needed to open a casus. Days are dates; a span is [begin, einde)."""

    voornaam: str
    achternaam: str
    geboortedatum: date
    gemeente: Organisatie
    school: Organisatie | None
    """None: enrolled nowhere since `verzuim_begin`."""
    verzuim_begin: date
    geoorloofd: bool = False
    reden: str = ""
    """Why it is authorised, as VerzuimReden; empty for any other reason."""
    ingeschreven_sinds: date | None = None
    """None: since before we know."""
    verzuim_einde: date | None = None
    notitie: str = ""
    volgende_stap: str = ""
    volgende_stap_op: date | None = None
    eigenaar: User | None = None
    kenmerk: str = ""
    bron: Bron = Bron.SWV


class DubbeleLeerling(CaseworkError):
    """This child has an open casus already."""

    def __init__(self, nummer: str) -> None:
        super().__init__(f"Deze leerling heeft al een open casus: {nummer}.")
        self.nummer = nummer


def next_nummer(jaar: int) -> str:
    """Return the next number of this year, such as 2026-000123; given out once."""
    Nummerreeks.objects.get_or_create(jaar=jaar)
    reeks = Nummerreeks.objects.select_for_update().get(jaar=jaar)
    reeks.laatste += 1
    reeks.save(update_fields=["laatste"])
    return f"{jaar}-{reeks.laatste:06d}"


def check_new(new: NieuweCasus, swv: Organisatie) -> None:
    """Raise ValidationError with every field that cannot be right, in Dutch."""
    today = timezone.localdate()
    latest = today + FAR_AHEAD if new.bron == Bron.IMPORT else today
    too_late = (
        "Deze dag ligt in de toekomst."
        if latest == today
        else "Deze dag ligt meer dan een jaar vooruit."
    )
    errors: dict[str, str] = {}
    if new.geboortedatum > today:
        errors["geboortedatum"] = "De geboortedatum ligt in de toekomst."
    elif today.year - new.geboortedatum.year > 25:
        errors["geboortedatum"] = "Deze leerling is ouder dan 25 jaar. Klopt het jaar?"
    elif new.verzuim_begin <= new.geboortedatum:
        errors["verzuim_begin"] = "Deze dag ligt voor de geboortedatum."
    if new.verzuim_begin > latest:
        errors["verzuim_begin"] = too_late
    if new.verzuim_einde is not None and new.verzuim_einde <= new.verzuim_begin:
        errors["verzuim_einde"] = "De einddatum moet na de begindatum liggen."
    if new.ingeschreven_sinds is not None:
        if new.school is None and new.ingeschreven_sinds >= new.verzuim_begin:
            errors["ingeschreven_sinds"] = (
                "Zonder school is de leerling niet ingeschreven; deze datum moet voor het begin "
                "van het verzuim liggen."
            )
        elif new.ingeschreven_sinds <= new.geboortedatum:
            errors["ingeschreven_sinds"] = "Deze dag ligt voor de geboortedatum."
        elif new.ingeschreven_sinds > latest:
            errors["ingeschreven_sinds"] = too_late
    if new.gemeente.soort != Soort.GEMEENTE:
        errors["gemeente"] = "Kies een gemeente."
    if new.school is not None and new.school.soort != Soort.SCHOOL:
        errors["school"] = "Kies een school."
    if new.eigenaar is not None and swv.pk not in organisatie_ids(
        new.eigenaar, Recht.OPEN_CASES, any_role=True
    ):
        errors["eigenaar"] = "Deze persoon is geen coördinator van dit samenwerkingsverband."
    if errors:
        raise ValidationError(errors)


def find_leerling(new: NieuweCasus, swv: Organisatie) -> Leerling | None:
    """Return the child of this SWV with this very name and birth date, if there is one."""
    return Leerling.objects.filter(
        swv=swv,
        geboortedatum=new.geboortedatum,
        zoeknaam=zoekvorm(f"{new.voornaam} {new.achternaam}"),
    ).first()


@transaction.atomic
def open_casus(
    *,
    swv: Organisatie,
    new: NieuweCasus,
    inzender: Inzender,
    leerling: Leerling | None = None,
) -> Casus:
    """Return a new open casus with its facts, parties, first note and next step.

    `leerling` reuses a child of this SWV that is known already. Raises ValidationError per
    field, DubbeleLeerling when the child has an open casus, AlGedaan for a form sent twice.
    """
    check_new(new, swv)
    sleutel: UUID | None = inzender.sleutel
    _check_not_sent(sleutel, new)
    today = timezone.localdate()
    # Taking the number first makes two openings in one year wait for each other, so that the
    # search for a double below sees what the other one did.
    nummer = next_nummer(today.year)
    _check_not_sent(sleutel, new)
    child = leerling or find_leerling(new, swv)
    if child is not None:
        busy = child.casussen.open().first()
        if busy is not None:
            raise DubbeleLeerling(busy.nummer)
    else:
        child = Leerling(
            swv=swv,
            voornaam=" ".join(new.voornaam.split()),
            achternaam=" ".join(new.achternaam.split()),
            geboortedatum=new.geboortedatum,
            zoeknaam=zoekvorm(f"{new.voornaam} {new.achternaam}"),
        )
        child.clean_fields(exclude={"swv"})
        child.save()
    casus = Casus(
        nummer=nummer,
        leerling=child,
        swv=swv,
        gemeente=new.gemeente,
        school=new.school,
        eigenaar=new.eigenaar,
        kenmerk=new.kenmerk,
        sleutel=sleutel,
    )
    # What it points at is in hand, and its number is new: only the constraints are asked.
    casus.clean_fields(exclude=_IN_HAND)
    casus.validate_constraints()
    casus.save()
    parties = {
        PartijRol.SWV: swv,
        PartijRol.GEMEENTE: new.gemeente,
        PartijRol.SCHOOL: new.school,
    }
    CasusPartij.objects.bulk_create(
        CasusPartij(casus=casus, rol=rol, organisatie=organisatie, van=today)
        for rol, organisatie in parties.items()
        if organisatie is not None
    )
    _first_facts(child, new, inzender)
    log(
        casus=casus,
        soort=GebeurtenisSoort.GEOPEND,
        titel="Casus geopend",
        tekst=new.notitie,
        datum=today,
        inzender=inzender,
        gegevens={
            "bron": new.bron,
            **({"afdruk": afdrukken(new, sleutel)} if sleutel is not None else {}),
        },
    )
    inner = Inzender(door=inzender.door, namens=inzender.namens)
    log(
        casus=casus,
        soort=GebeurtenisSoort.VERZUIM,
        titel=_absence_title(new),
        datum=new.verzuim_begin,
        inzender=inner,
    )
    if new.volgende_stap.strip():
        add_taak(
            casus=casus,
            omschrijving=new.volgende_stap,
            eigenaar=new.eigenaar,
            voor_op=new.volgende_stap_op,
            inzender=inner,
        )
    try:
        refresh_stand(casus)
    except OngeldigeFeiten as error:
        raise ValidationError(str(error)) from None
    return casus


def _check_not_sent(sleutel: UUID | None, new: NieuweCasus) -> None:
    """Raise AlGedaan when this form was handled before, with what differs from the first time."""
    if sleutel is None:
        return
    done = Casus.objects.filter(sleutel=sleutel).first()
    if done is None:
        return
    opened = done.gebeurtenissen.filter(soort=GebeurtenisSoort.GEOPEND).order_by("pk").first()
    before = opened.gegevens.get("afdruk", {}) if opened else {}
    raise AlGedaan(done.nummer, changed_since(before, new, sleutel))


def _absence_title(new: NieuweCasus) -> str:
    since = datum_kort(new.verzuim_begin)
    if new.school is None:
        return f"Niet ingeschreven sinds {since}"
    if new.reden == VerzuimReden.ZIEKTE:
        return f"Ziek gemeld sinds {since}"
    return f"{'Geoorloofd' if new.geoorloofd else 'Ongeoorloofd'} afwezig sinds {since}"


def _first_facts(child: Leerling, new: NieuweCasus, inzender: Inzender) -> None:
    """Write the enrolment and the absence the casus starts with, unless they are known."""
    about = {"leerling": child, "bron": new.bron, "door": inzender.door}
    facts: list[Inschrijving | Verzuim] = []
    known = list(Inschrijving.objects.current().filter(leerling=child))
    if new.school is None:
        running = next((i for i in known if i.einde is None), None)
        if running is not None:
            replace_feit(running, einde=new.verzuim_begin, door=inzender.door, bron=new.bron)
        elif not known:
            facts.append(
                Inschrijving(**about, begin=new.ingeschreven_sinds, einde=new.verzuim_begin)
            )
        if new.verzuim_einde is not None:
            facts.append(Inschrijving(**about, begin=new.verzuim_einde))
    else:
        running = next((i for i in known if i.einde is None), None)
        if running is not None and running.school_id != new.school.pk:
            start = new.ingeschreven_sinds or new.verzuim_begin
            replace_feit(running, einde=start, door=inzender.door, bron=new.bron)
            facts.append(Inschrijving(**about, school=new.school, begin=start))
        elif running is None:
            last = max((i.einde for i in known if i.einde), default=None)
            begin = new.ingeschreven_sinds or last
            facts.append(Inschrijving(**about, school=new.school, begin=begin))
        facts.append(
            Verzuim(
                **about,
                begin=new.verzuim_begin,
                einde=new.verzuim_einde,
                geoorloofd=new.geoorloofd,
                reden=new.reden,
            )
        )
    for fact in facts:
        try:
            fact.clean_fields(exclude=_IN_HAND)
            fact.validate_constraints()
        except ValidationError as error:
            raise ValidationError({"verzuim_begin": error.messages}) from None
        fact.save()


@transaction.atomic
def assign_eigenaar(*, casus: Casus, eigenaar: User, inzender: Inzender) -> Casus:
    """Make a coordinator of the SWV the owner of the casus."""
    locked = lock_casus(casus, inzender)
    if locked.swv_id not in organisatie_ids(eigenaar, Recht.OPEN_CASES, any_role=True):
        raise ValidationError(
            {"eigenaar": "Deze persoon is geen coördinator van dit samenwerkingsverband."}
        )
    if locked.eigenaar_id == eigenaar.pk:
        return locked
    locked.eigenaar = eigenaar
    locked.save(update_fields=["eigenaar"])
    log(
        casus=locked,
        soort=GebeurtenisSoort.EIGENAAR,
        titel=f"{eigenaar} is eigenaar",
        inzender=inzender,
        gegevens={"gebruiker": eigenaar.pk},
        changes_casus=True,
    )
    _wake(locked)
    return locked


def _wake(casus: Casus) -> None:
    """Have the watch look at this casus: its signals may lapse or begin."""
    pk = casus.pk
    Casus.objects.filter(pk=pk).update(volgende_controle_op=METEEN)
    transaction.on_commit(lambda: wakeup.wake("monitoring.watch_casussen", [pk]))


@transaction.atomic
def close_casus(*, casus: Casus, uitkomst: Uitkomst, toelichting: str, inzender: Inzender) -> Casus:
    """Close the casus with an outcome. Raises ValidationError for `anders` without a reason."""
    locked = lock_casus(casus, inzender)
    check_overgang(locked.status, Status.GESLOTEN)
    if uitkomst in {Uitkomst.ANDERS, Uitkomst.ONTERECHT} and not toelichting.strip():
        raise ValidationError({"toelichting": "Schrijf waarom de casus zo eindigt."})
    locked.status = Status.GESLOTEN
    locked.uitkomst = uitkomst
    locked.gesloten_op = timezone.now()
    locked.save(update_fields=["status", "uitkomst", "gesloten_op"])
    log(
        casus=locked,
        soort=GebeurtenisSoort.GESLOTEN,
        titel=f"Casus gesloten: {Uitkomst(uitkomst).label}",
        tekst=toelichting,
        inzender=inzender,
        gegevens={"uitkomst": uitkomst},
        changes_casus=True,
    )
    _wake(locked)
    return locked


@transaction.atomic
def reopen_casus(*, casus: Casus, reden: str, inzender: Inzender) -> Casus:
    """Open a closed casus again. Raises ValidationError without a reason, or when the child
    has another open casus."""
    locked = lock_casus(casus, inzender)
    check_overgang(locked.status, Status.OPEN)
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf waarom de casus weer opengaat."})
    locked.status = Status.OPEN
    locked.uitkomst = ""
    locked.gesloten_op = None
    try:
        with transaction.atomic():
            locked.save(update_fields=["status", "uitkomst", "gesloten_op"])
    except IntegrityError:
        raise ValidationError("Voor deze leerling is al een andere casus open.") from None
    log(
        casus=locked,
        soort=GebeurtenisSoort.HEROPEND,
        titel="Casus heropend",
        tekst=reden,
        inzender=inzender,
        changes_casus=True,
    )
    refresh_stand(locked)
    return locked
