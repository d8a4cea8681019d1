"""What was agreed, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import AfspraakStatus, OverlegStatus
from pact.models import Actie, Afspraak, AfspraakStand, Overleg, Partner
from pact.services.overleg.agenda import carry_over
from pact.services.overleg.basis import lock_overleg, record_afspraak, schoon
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class AfspraakInhoud:
    """What an afspraak says."""

    tekst: str
    eigenaar: Partner | None
    mede: Sequence[Partner] = ()
    uiterlijk: date | None = None
    actie: Actie | None = None


def _check(inhoud: AfspraakInhoud, afspraak: Afspraak, *, mede_was: frozenset[int]) -> None:
    """Refuse what cannot be agreed, per field."""
    pact_id, overleg = afspraak.pact_id, afspraak.overleg
    refuse_numbers({"tekst": inhoud.tekst})
    wrong: dict[str, str] = {}
    if not inhoud.tekst.strip():
        wrong["tekst"] = "Schrijf wat er is afgesproken."
    owner = inhoud.eigenaar
    if owner is None:
        wrong["eigenaar"] = "Kies een trekker: de ene partij die ervoor zorgt dat het gebeurt."
    elif message := _refused(owner, pact_id, had=owner.pk == afspraak.eigenaar_id):
        wrong["eigenaar"] = message
    for partner in inhoud.mede:
        if message := _refused(partner, pact_id, had=partner.pk in mede_was):
            wrong["mede"] = message
    if inhoud.actie is not None and inhoud.actie.pact_id != pact_id:
        wrong["actie"] = "Deze actie hoort bij een ander pact."
    day = inhoud.uiterlijk
    if day is not None and overleg is not None and day < overleg.datum:
        wrong["uiterlijk"] = f"Deze dag ligt vóór het overleg ({datum_kort(overleg.datum)})."
    if wrong:
        raise ValidationError(dict(wrong))


def _refused(partner: Partner, pact_id: int, *, had: bool) -> str:
    """Return why a partner cannot be asked for this; "" when it can. Who had it, keeps it."""
    if partner.pact_id != pact_id:
        return "Deze organisatie is geen partner in dit pact."
    if not had and partner.tot is not None and partner.tot <= timezone.localdate():
        return f"{partner} is geen partner meer in dit pact."
    return ""


def _others(inhoud: AfspraakInhoud) -> list[Partner]:
    """Return the co-owners without the lead owner, each once."""
    lead = inhoud.eigenaar.pk if inhoud.eigenaar else None
    return list({p.pk: p for p in inhoud.mede if p.pk != lead}.values())


@transaction.atomic
def create_afspraak(*, overleg: Overleg, inhoud: AfspraakInhoud, inzender: Inzender) -> Afspraak:
    """Return a new afspraak, made in this meeting, with the next number of its pact.

    Once the meeting is closed it stands on the agenda of the next planned one. Raises
    ValidationError with a Dutch message per field, AlGedaan for a form sent twice, and
    VerslagStaatVast.
    """
    if inzender.sleutel is not None:
        lock_pact(overleg.pact)
        made = Afspraak.objects.filter(sleutel=inzender.sleutel).select_related("pact").first()
        if made is not None:
            raise AlGedaan(code=made.pact.code, nr=made.nr)
    current = lock_overleg(overleg)
    last = current.pact.afspraken.aggregate(last=Max("nr"))["last"] or 0
    afspraak = Afspraak(pact=current.pact, overleg=current, nr=last + 1, sleutel=inzender.sleutel)
    _check(inhoud, afspraak, mede_was=frozenset())
    _write(afspraak, inhoud)
    if current.status == OverlegStatus.GEHOUDEN:
        carry_over(current)
    record_afspraak("afspraak gemaakt", current.pact, afspraak.nr, inzender)
    return afspraak


def _write(afspraak: Afspraak, inhoud: AfspraakInhoud) -> None:
    afspraak.tekst = schoon(inhoud.tekst)
    afspraak.eigenaar = inhoud.eigenaar
    afspraak.uiterlijk = inhoud.uiterlijk
    afspraak.actie = inhoud.actie
    afspraak.full_clean(exclude=["sleutel"])
    afspraak.save()
    afspraak.mede_eigenaren.set(_others(inhoud))


def in_words(
    tekst: str,
    eigenaar: Partner | None,
    mede: Sequence[Partner],
    uiterlijk: date | None,
    actie: Actie | None,
) -> dict[str, str]:
    """Return every part of an afspraak as people read it; "" where it is empty."""
    return {
        "Afspraak": schoon(tekst),
        "Trekker": str(eigenaar) if eigenaar else "",
        "Samen met": ", ".join(sorted(str(partner) for partner in mede)),
        "Uiterlijk": datum_kort(uiterlijk) if uiterlijk else "",
        "Actie": str(actie) if actie else "",
    }


def words_of(afspraak: Afspraak) -> dict[str, str]:
    """Return what stands there now, as people read it."""
    mede = list(afspraak.mede_eigenaren.select_related("organisatie"))
    return in_words(afspraak.tekst, afspraak.eigenaar, mede, afspraak.uiterlijk, afspraak.actie)


@transaction.atomic
def change_afspraak(*, afspraak: Afspraak, inhoud: AfspraakInhoud, inzender: Inzender) -> Afspraak:
    """Return the afspraak as it now says; the same words change nothing.

    After the meeting every change is kept in its history, and once the minutes were agreed its
    words stay as they are. Raises VerouderdeVersie, and ValidationError per field.
    """
    pact = lock_pact(afspraak.pact)
    current = Afspraak.objects.select_related("overleg", "eigenaar__organisatie", "actie").get(
        pk=afspraak.pk
    )
    before = words_of(current)
    after = in_words(inhoud.tekst, inhoud.eigenaar, _others(inhoud), inhoud.uiterlijk, inhoud.actie)
    changed = [veld for veld in before if before[veld] != after[veld]]
    if not changed:
        return current
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)
    origin = current.overleg
    if "Afspraak" in changed and origin is not None and origin.status == OverlegStatus.VASTGESTELD:
        raise ValidationError(
            {
                "tekst": "Deze woorden staan in een vastgesteld verslag en veranderen niet meer. "
                "Zet een verbetering bij de stand van de afspraak."
            }
        )
    mede_was = frozenset(current.mede_eigenaren.values_list("pk", flat=True))
    _check(inhoud, current, mede_was=mede_was)
    current.versie += 1
    _write(current, inhoud)
    if origin is None or origin.status != OverlegStatus.GEPLAND:
        said = " ".join(
            f"{veld}: {after[veld] or 'leeg'} (was: {before[veld] or 'leeg'})." for veld in changed
        )
        _add(current, AfspraakStatus(current.status), said[:2000], inzender, None)
    record_afspraak("afspraak gewijzigd", pact, current.nr, inzender, velden=len(changed))
    return current


def _add(
    afspraak: Afspraak,
    status: AfspraakStatus,
    opmerking: str,
    inzender: Inzender,
    overleg: Overleg | None,
) -> AfspraakStand:
    stand = AfspraakStand(
        afspraak=afspraak,
        overleg=overleg,
        status=status,
        opmerking=opmerking,
        door=inzender.door,
        namens=inzender.namens,
    )
    stand.full_clean()
    stand.save()
    return stand


@transaction.atomic
def add_stand(
    *,
    afspraak: Afspraak,
    status: AfspraakStatus,
    opmerking: str,
    inzender: Inzender,
    overleg: Overleg | None = None,
) -> AfspraakStand:
    """Return how an afspraak stands from now on: said in a meeting, or between two.

    The same words as the last time are not added again. Raises VerouderdeVersie when somebody
    else said something since the form was opened, and ValidationError per field.
    """
    if overleg is not None:
        overleg = lock_overleg(overleg)
        if overleg.pact_id != afspraak.pact_id:
            raise ValidationError("Deze afspraak hoort bij een ander pact.")
    pact = lock_pact(afspraak.pact)
    current = Afspraak.objects.select_related("overleg").get(pk=afspraak.pk)
    opmerking = schoon(opmerking)
    last = current.standen.order_by("-op", "-id").first()
    meeting_id = overleg.pk if overleg is not None else None
    if last is not None and (last.status, last.opmerking, last.overleg_id) == (
        status,
        opmerking,
        meeting_id,
    ):
        return last
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)
    refuse_numbers({"opmerking": opmerking})
    if not opmerking and status == AfspraakStatus.VERVALLEN:
        raise ValidationError({"opmerking": "Schrijf waarom de afspraak vervalt."})
    if not opmerking and status == current.status:
        raise ValidationError({"opmerking": "Schrijf hoe het staat, of kies een andere status."})
    stand = _add(current, status, opmerking, inzender, overleg)
    reopened = current.status != AfspraakStatus.OPEN and status == AfspraakStatus.OPEN
    current.status = status
    day = overleg.datum if overleg is not None else timezone.localdate()
    current.gedaan_op = day if status == AfspraakStatus.GEDAAN else None
    current.versie += 1
    current.save(update_fields=["status", "gedaan_op", "versie"])
    if reopened and (origin := overleg or current.overleg) is not None:
        carry_over(origin)
    record_afspraak("stand van een afspraak", pact, current.nr, inzender, status=str(status))
    return stand
