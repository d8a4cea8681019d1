"""Handing over a caseload: the casussen of one coordinator, their next steps and open signals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cases.errors import AlGedaan, NietToegestaan
from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Taak
from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from monitoring.ladder import Status, Trede
from monitoring.models import Geadresseerde, Wijze
from monitoring.ontvangers import Adres, Adresboek, Plaatsen
from monitoring.services.regelboek import Regelboek
from monitoring.services.schrijven.adressering import in_overzicht
from thuiszitters.accounts.models import Mailvoorkeur, Organisatie, User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Rol
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.bulk import Stapel, queue_stapel
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.columns import insert_columns

GEDAAN = "casussen overgedragen"
_PERSOONLIJK = (Wijze.DOORGESTUURD, Wijze.OPGEPAKT)


@dataclass(frozen=True, slots=True)
class Overgedragen:
    """What went over."""

    nummers: tuple[str, ...]
    taken: int
    signalen: int


@transaction.atomic
def hand_over_caseload(
    *,
    van: User,
    naar: User,
    organisatie: Organisatie,
    inzender: Inzender,
    nummers: Collection[str] | None = None,
) -> Overgedragen:
    """Make `naar` the owner of every open casus of `van` at this SWV, or of those of `nummers`.

    The next steps and open signals of `van` on them go along; a task or signal of theirs on
    somebody else's casus stays. `van` may be gone already. A fixed number of statements, whatever
    the number of casussen. Raises NietToegestaan for who may not hand over there, ValidationError
    per field, and AlGedaan for a form sent twice.
    """
    _check(van, naar, organisatie, inzender)
    casussen = _lock(van, organisatie, inzender, nummers)
    ids = [casus.pk for casus in casussen]
    Casus.objects.filter(pk__in=ids).update(
        eigenaar=naar, versie=F("versie") + 1, volgende_controle_op=METEEN
    )
    taken = _move_taken(ids, van, naar)
    signalen = _move_signalen(casussen, van, naar)
    _write_entries(casussen, van, naar, inzender, taken=taken, signalen=signalen)
    done = Overgedragen(
        nummers=tuple(casus.nummer for casus in casussen),
        taken=taken.total(),
        signalen=signalen.total(),
    )
    _record(done, van, naar, organisatie, inzender)
    return done


def _check(van: User, naar: User, organisatie: Organisatie, inzender: Inzender) -> None:
    door = inzender.door
    if door is None or organisatie.pk not in organisatie_ids(door, Recht.HAND_OVER):
        raise NietToegestaan(
            "Alleen een coördinator of de directeur van het samenwerkingsverband draagt casussen "
            "over."
        )
    wrong = ""
    if naar == van:
        wrong = "Kies een ander dan wie de casussen nu heeft."
    elif organisatie.pk not in organisatie_ids(naar, Recht.OPEN_CASES, any_role=True):
        wrong = "Deze persoon is geen coördinator van dit samenwerkingsverband."
    elif not naar.is_bereikbaar:
        wrong = f"E-mail aan {naar} komt niet aan. Kies een andere collega."
    if wrong:
        raise ValidationError({"naar": wrong})


def _lock(
    van: User, organisatie: Organisatie, inzender: Inzender, nummers: Collection[str] | None
) -> list[Casus]:
    """Return the casussen to hand over, locked in a fixed order."""
    own = Casus.objects.open().filter(swv=organisatie, eigenaar=van)
    if nummers is not None:
        own = own.filter(nummer__in=nummers)
    casussen: list[Casus] = list(
        own.select_for_update(of=("self",)).select_related("school").order_by("pk")
    )
    if inzender.sleutel is not None:
        before = Gebeurtenis.objects.filter(sleutel=inzender.sleutel).select_related("casus")
        if (entry := before.first()) is not None:
            raise AlGedaan(entry.casus.nummer)
    gone = set(nummers or ()) - {casus.nummer for casus in casussen}
    if gone:
        raise ValidationError(
            {"nummers": f"Intussen niet meer van {van}: {', '.join(sorted(gone))}. Kijk opnieuw."}
        )
    if not casussen:
        raise ValidationError({"nummers": f"{van} heeft geen open casussen om over te dragen."})
    return casussen


def _move_taken(ids: Sequence[int], van: User, naar: User) -> Counter[int]:
    """Give the open next steps of `van` to `naar`; return how many per casus."""
    mine = Taak.objects.filter(casus__in=ids, eigenaar=van, gedaan_op__isnull=True)
    moved = Counter(mine.values_list("casus_id", flat=True).order_by())
    mine.update(eigenaar=naar)
    return moved


def _move_signalen(casussen: Sequence[Casus], van: User, naar: User) -> Counter[int]:
    """Ask `naar`, or who replaces them, what was asked of `van`; return how many per casus."""
    today = timezone.localdate()
    first = casussen[0]
    bestuur = first.school.bestuur_id if first.school else None
    # A coordinator is looked for at the SWV alone, so one casus answers for all.
    plaatsen = Plaatsen(first.swv_id, first.gemeente_id, first.school_id, bestuur, naar.pk)
    adres = Adresboek([plaatsen], [Rol.COORDINATOR]).find(plaatsen, [Rol.COORDINATOR]).adressen[0]
    as_owner = (
        Q(user=van, wijze=Wijze.ROL, rol=Rol.COORDINATOR)
        | Q(user=van, wijze=Wijze.VOLGENDE, namens__isnull=True)
        | Q(user=van, wijze__in=_PERSOONLIJK)
        | Q(namens=van, wijze__in=[Wijze.VERVANGING, Wijze.VOLGENDE])
    )
    asked = list(
        Geadresseerde.objects.filter(
            as_owner,
            tot__isnull=True,
            escalatie__casus__in=[casus.pk for casus in casussen],
            escalatie__status__in=[Status.OPEN, Status.BEANTWOORD],
        )
        .select_related("escalatie__casus")
        .order_by("escalatie_id", "pk")
    )
    stopping = [row for row in asked if row.user_id != adres.user]
    per_escalatie = {row.escalatie_id: row for row in stopping}
    already = set(
        Geadresseerde.objects.filter(
            escalatie__in=per_escalatie, user=adres.user, tot__isnull=True
        ).values_list("escalatie_id", flat=True)
    )
    Geadresseerde.objects.filter(pk__in=[row.pk for row in stopping]).update(tot=today)
    # Whoever stood in for `van` may be the very one who gets the casussen.
    stays = Geadresseerde.objects.filter(
        pk__in=[row.pk for row in asked if row.user_id == adres.user], wijze=Wijze.VERVANGING
    )
    stays.filter(rol="").update(wijze=Wijze.DOORGESTUURD.value, namens=van)
    stays.exclude(rol="").update(wijze=adres.wijze.value, namens=adres.namens)
    # What was asked of `van` as a person does not come back to them.
    Geadresseerde.objects.filter(
        user=van, wijze__in=_PERSOONLIJK, escalatie__casus__in=[casus.pk for casus in casussen]
    ).exclude(tot__isnull=True).update(gaf_door=True)
    new = [row for pk, row in per_escalatie.items() if pk not in already]
    _ask(new, adres, van)
    _move_mail(stopping, new, adres, first.swv_id)
    return Counter({row.escalatie_id: row.escalatie.over_casus.pk for row in asked}.values())


def _ask(rows: Sequence[Geadresseerde], adres: Adres, van: User) -> None:
    columns: dict[str, list[object]] = defaultdict(list)
    for row in rows:
        wijze, namens = row.wijze, adres.namens
        if row.wijze == Wijze.DOORGESTUURD:
            namens = row.namens_id
        elif not row.rol:
            # `van` took it up, or somebody stands in for them as a person.
            wijze, namens = Wijze.DOORGESTUURD.value, van.pk
        elif row.wijze in {Wijze.ROL, Wijze.VERVANGING}:
            wijze = adres.wijze.value
        columns["escalatie"].append(row.escalatie_id)
        columns["user"].append(adres.user)
        columns["rol"].append(row.rol)
        columns["wijze"].append(wijze)
        columns["namens"].append(namens)
    insert_columns(
        Geadresseerde,
        columns,
        constants={"van": timezone.localdate()},
        upsert=(
            "ON CONFLICT (escalatie_id, user_id) DO UPDATE SET tot = NULL, van = EXCLUDED.van, "
            "rol = EXCLUDED.rol, wijze = EXCLUDED.wijze, namens_id = EXCLUDED.namens_id, "
            "gaf_door = FALSE"
        ),
    )


def _move_mail(
    stopping: Sequence[Geadresseerde], new: Sequence[Geadresseerde], adres: Adres, swv: int
) -> None:
    """Withdraw the mails that did not leave yet, and queue those to who is asked now.

    What can wait goes into one overzicht, whatever somebody prefers: forty at once help nobody.
    """
    leaving: dict[int, list[str]] = defaultdict(list)
    for row in stopping:
        leaving[row.user_id].append(f"escalatie:{row.escalatie_id}")
    for user, referenties in leaving.items():
        withdraw_berichten(
            referenties=referenties,
            reden="De casus is overgedragen aan iemand anders.",
            ontvanger_id=user,
        )
    nu = timezone.now()
    stapel = Stapel()
    for row in new:
        if row.escalatie.status == Status.OPEN.value:
            later = in_overzicht(Trede(row.escalatie.trede), Mailvoorkeur.DAGELIJKS)
            stapel.add(row.escalatie_id, adres.user, bundel=later)
    queued = queue_stapel(
        sjabloon="signaal",
        soort="escalatie",
        stapel=stapel,
        venster=Regelboek().regels(swv, timezone.localdate()).ladder.mailvenster,
        nu=nu,
        # A mail of its own for every time it goes over: also when it is handed back.
        achtervoegsel=f"{nu:%Y%m%d%H%M%S%f}",
    )
    if queued:
        transaction.on_commit(wakeup.wake_sender)


def _write_entries(
    casussen: Sequence[Casus],
    van: User,
    naar: User,
    inzender: Inzender,
    *,
    taken: Counter[int],
    signalen: Counter[int],
) -> None:
    columns: dict[str, list[object]] = defaultdict(list)
    for n, casus in enumerate(casussen):
        # One key for the form: it is told by the entry of the first casus.
        columns["sleutel"].append(None if n or not inzender.sleutel else str(inzender.sleutel))
        columns["casus"].append(casus.pk)
        columns["versie"].append(casus.versie + 1)
        columns["tekst"].append(_in_words(van, taken[casus.pk], signalen[casus.pk]))
    insert_columns(
        Gebeurtenis,
        columns,
        constants={
            "soort": GebeurtenisSoort.EIGENAAR.value,
            "op": timezone.now(),
            "datum": timezone.localdate(),
            "door": inzender.door.pk if inzender.door else None,
            "namens": inzender.namens.pk if inzender.namens else None,
            "titel": f"{naar} is eigenaar"[:200],
            "gegevens": {
                "gebruiker": naar.pk,
                "van": van.pk,
                "overdracht": str(inzender.sleutel or ""),
            },
        },
    )


def _in_words(van: User, taken: int, signalen: int) -> str:
    along = [
        f"{many} {one if many == 1 else more}"
        for many, one, more in (
            (taken, "volgende stap", "volgende stappen"),
            (signalen, "open signaal", "open signalen"),
        )
        if many
    ]
    return f"Overgedragen door {van}{', met ' if along else ''}{' en '.join(along)}."


def _record(
    done: Overgedragen, van: User, naar: User, organisatie: Organisatie, inzender: Inzender
) -> None:
    """Write the log: one line about who handed over to whom, and one per casus."""
    about = {
        "gebruiker_id": inzender.door.pk if inzender.door else None,
        "organisatie_id": organisatie.pk,
    }
    AuditRegel.objects.bulk_create(
        [
            AuditRegel(
                **about,
                gebeurtenis=GEDAAN,
                onderwerp="gebruiker",
                onderwerp_id=str(van.pk),
                gegevens={
                    "naar": naar.pk,
                    "casussen": len(done.nummers),
                    "taken": done.taken,
                    "signalen": done.signalen,
                },
            ),
            *(
                AuditRegel(
                    **about,
                    gebeurtenis=f"casus: {GebeurtenisSoort.EIGENAAR.label}",
                    onderwerp="casus",
                    onderwerp_id=nummer,
                )
                for nummer in done.nummers
            ),
        ]
    )
