"""Bringing the rows about one child into its casus."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.errors import CaseworkError
from cases.models import Casus, GebeurtenisSoort, Inleesregel, Leerling, PartijRol, zoekvorm
from cases.services.casussen import DubbeleLeerling, find_leerling, open_casus
from cases.services.inlezen.dossiers import (
    Dossier,
    Dossiers,
    afdruk,
    als_regel,
    als_uitspraak,
    zegt_hetzelfde,
)
from cases.services.inlezen.groepen import Groep
from cases.services.inlezen.rijen import KOLOM_VAN_VELD, Rij
from cases.services.inlezen.samenvoegen import Botsing, Wijziging, controleer_vrij, voeg_samen
from cases.services.inlezen.uitspraken import Tegenspraak, feiten_van, gemeente_van, koppel
from cases.services.inlezen.verslag import Rijfout, Rijverslag, Uitkomst
from cases.services.partijen import set_partij
from cases.services.stand import refresh_stand
from cases.services.tijdlijn import Inzender, lock_casus, log
from cases.stand import OngeldigeFeiten
from thuiszitters.accounts.models import Organisatie

_SLOT = 0x6C697374
_PERSOON = ("voornaam", "achternaam", "geboortedatum")


@dataclass(slots=True)
class _Kind:
    """One child while its rows go in."""

    dossier: Dossier | None
    gesloten: dict[date, Dossier]
    """Absences that a closed casus is about."""
    nieuw: bool = False
    """Whether the casus was opened from this list."""
    gelezen: dict[date, int] = field(default_factory=dict)
    """The line on which the list told of the absence with this begin."""


class Verwerker:
    """Brings children of a list into the casussen of one samenwerkingsverband."""

    def __init__(self, *, swv: Organisatie, kolommen: frozenset[str]) -> None:
        self._swv = swv
        self._kolommen = kolommen
        self._inzender = Inzender(door=None, namens=swv)

    @transaction.atomic
    def verwerk(self, groepen: Collection[Groep], *, proef: bool = False) -> list[Rijverslag]:
        """Write these children in one transaction and return what became of every row.

        A row that cannot go in leaves nothing behind and does not hold up the others. With
        `proef` all of it is undone at the end.
        """
        with connection.cursor() as cursor:
            # Two lists of one SWV at once would open the same child twice.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SLOT, self._swv.pk])
        dossiers = Dossiers(groepen, self._swv)
        verslagen: list[Rijverslag] = []
        for groep in groepen:
            verslagen += groep.verslagen
            if groep.rijen:
                kind = _Kind(dossiers.van(groep), dossiers.gesloten(groep))
                verslagen += self._verwerk_kind(kind, groep.rijen)
        if proef:
            transaction.set_rollback(True)
        return sorted(verslagen, key=lambda verslag: verslag.regel)

    def _verwerk_kind(self, kind: _Kind, rijen: list[Rij]) -> Iterator[Rijverslag]:
        eerder = kind.dossier.uitspraken() if kind.dossier else {}
        gekoppeld = koppel([(rij.begin, rij.einde) for rij in rijen], eerder)
        for rij, bij in zip(rijen, gekoppeld, strict=True):
            try:
                with transaction.atomic():
                    uitkomst = self._verwerk_rij(kind, rij, bij)
            except _FOUTEN as fout:
                yield Rijverslag(rij.regel, Uitkomst.FOUT, _als_rijfouten(rij.regel, fout))
                continue
            kind.gelezen.setdefault(rij.begin, rij.regel)
            yield Rijverslag(rij.regel, uitkomst, opmerkingen=_opmerkingen(rij, uitkomst))

    def _verwerk_rij(self, kind: _Kind, rij: Rij, bij: date | None) -> Uitkomst:
        if bij is None and (gesloten := kind.gesloten.get(rij.begin)):
            toen = gesloten.regels[rij.begin]
            if zegt_hetzelfde(als_regel(rij, self._kolommen, toen), toen):
                return Uitkomst.ONGEWIJZIGD
            raise _is_gesloten(gesloten.casus, rij)
        if kind.dossier is None:
            kind.dossier = self._open(rij)
            kind.nieuw = True
            return Uitkomst.NIEUW
        begin = rij.begin if rij.begin in kind.gelezen else bij
        eerder = kind.dossier.regels.get(begin) if begin else None
        regel = als_regel(rij, self._kolommen, eerder)
        if eerder is not None and zegt_hetzelfde(regel, eerder):
            return Uitkomst.ONGEWIJZIGD
        if rij.begin in kind.gelezen:
            raise Botsing(
                "verzuim_begin",
                f"Regel {kind.gelezen[rij.begin]} zegt iets anders over dezelfde afwezigheid.",
            )
        gewijzigd = self._werk_bij(kind.dossier, rij, regel, eerder)
        if kind.nieuw:
            return Uitkomst.NIEUW
        return Uitkomst.BIJGEWERKT if gewijzigd else Uitkomst.ONGEWIJZIGD

    def _open(self, rij: Rij) -> Dossier:
        leerling = find_leerling(rij.nieuw, self._swv)
        if leerling is not None and (bezig := leerling.casussen.open().first()):
            raise DubbeleLeerling(bezig.nummer)
        if leerling is not None and rij.school is not None:
            controleer_vrij(leerling, rij.begin, rij.einde)
        casus = open_casus(swv=self._swv, new=rij.nieuw, inzender=self._inzender, leerling=leerling)
        regel = als_regel(rij, self._kolommen, None)
        uitspraak = als_uitspraak(regel)
        zonder_aanbod = feiten_van([replace(uitspraak, aanbod_gestart_op=None)])
        wijzigingen = voeg_samen(casus.leerling, zonder_aanbod, feiten_van([uitspraak]))
        if wijzigingen:
            self._leg_vast(casus, wijzigingen, "")
        regel.casus = casus
        regel.save()
        return Dossier(casus, {regel.begin: regel})

    def _werk_bij(
        self, dossier: Dossier, rij: Rij, regel: Inleesregel, eerder: Inleesregel | None
    ) -> bool:
        """Bring over what this row says anew, and return whether that changed the casus."""
        casus = lock_casus(dossier.casus, self._inzender)
        if not casus.is_open:
            raise _is_gesloten(casus, rij)
        was = dossier.uitspraken()
        wordt = {begin: u for begin, u in was.items() if eerder is None or begin != eerder.begin}
        wordt[regel.begin] = als_uitspraak(regel)
        oud, nieuw = feiten_van(was.values()), feiten_van(wordt.values())
        vorige = eerder or dossier.laatste()
        wijzigingen = self._werk_leerling_bij(casus, rij, vorige)
        wijzigingen += voeg_samen(casus.leerling, oud, nieuw)
        if oud.school_id != nieuw.school_id and casus.school_id == oud.school_id:
            _verhuis_school(casus, nieuw.school_id)
        wijzigingen += _werk_gemeente_bij(
            casus, gemeente_van(was.values()), gemeente_van(wordt.values()), rij.gemeente
        )
        notitie = rij.toelichting
        if eerder is not None and regel.toelichting_afdruk == eerder.toelichting_afdruk:
            notitie = ""
        if wijzigingen or notitie:
            self._leg_vast(casus, wijzigingen, notitie)
        regel.pk = eerder.pk if eerder else None
        regel.casus = casus
        regel.save()
        dossier.regels = {b: r for b, r in dossier.regels.items() if r is not eerder}
        dossier.regels[regel.begin] = regel
        return bool(wijzigingen or notitie)

    def _werk_leerling_bij(
        self, casus: Casus, rij: Rij, vorige: Inleesregel | None
    ) -> list[Wijziging]:
        """Carry over the name and birth date where the list changed them."""
        leerling = Leerling.objects.select_for_update().get(pk=casus.leerling_id)
        casus.leerling = leerling
        anders = {
            naam: getattr(rij, naam)
            for naam in _PERSOON
            if getattr(rij, naam) != getattr(leerling, naam)
            and not (vorige is not None and _zei(vorige, naam) == _merk(getattr(rij, naam)))
        }
        if vorige is None and not rij.kenmerk:
            anders = {}  # the same child, perhaps with its accents left out
        if not anders:
            return []
        zoeknaam = zoekvorm(f"{rij.voornaam} {rij.achternaam}")
        if zoeknaam != leerling.zoeknaam and "geboortedatum" in anders:
            raise Botsing("kenmerk", f"Casus {casus.nummer} met dit kenmerk is van iemand anders.")
        for naam in anders:
            if vorige is None or _zei(vorige, naam) != _merk(getattr(leerling, naam)):
                raise Botsing(
                    naam, "In de casus staat iets anders. Verbeter deze regel of wijzig het daar."
                )
        ander = find_leerling(rij.nieuw, self._swv)
        if ander is not None and ander.pk != leerling.pk and (c := ander.casussen.open().first()):
            raise DubbeleLeerling(c.nummer)
        for naam, waarde in anders.items():
            setattr(leerling, naam, waarde)
        leerling.zoeknaam = zoekvorm(f"{leerling.voornaam} {leerling.achternaam}")
        leerling.full_clean()
        leerling.save()
        return [Wijziging(GebeurtenisSoort.LEERLING, "gegevens van de leerling gewijzigd")]

    def _leg_vast(self, casus: Casus, wijzigingen: list[Wijziging], notitie: str) -> None:
        """Tell the timeline what the list changed, and work out the Stand."""
        eerste = wijzigingen[0] if wijzigingen else Wijziging(GebeurtenisSoort.NOTITIE, "notitie")
        zinnen = "; ".join(wijziging.zin for wijziging in wijzigingen) or eerste.zin
        log(
            casus=casus,
            soort=eerste.soort,
            titel=f"Ingelezen lijst: {zinnen}"[:200],
            tekst=notitie,
            datum=eerste.datum,
            inzender=self._inzender,
            changes_casus=bool(wijzigingen),
        )
        if wijzigingen:
            refresh_stand(casus)


def _is_gesloten(casus: Casus, rij: Rij) -> Botsing:
    return Botsing(
        "kenmerk" if rij.kenmerk else "verzuim_begin",
        f"Casus {casus.nummer} is gesloten. Heropen hem eerst.",
    )


def _merk(waarde: str | date) -> str | date:
    return afdruk(waarde) if isinstance(waarde, str) else waarde


def _zei(regel: Inleesregel, naam: str) -> str | date:
    gezegd: str | date = getattr(regel, naam if naam == "geboortedatum" else f"{naam}_afdruk")
    return gezegd


def _verhuis_school(casus: Casus, school_id: int | None) -> None:
    casus.school = Organisatie.objects.get(pk=school_id) if school_id else None
    casus.save(update_fields=["school"])
    set_partij(
        casus=casus, rol=PartijRol.SCHOOL, organisatie=casus.school, van=timezone.localdate()
    )


def _werk_gemeente_bij(
    casus: Casus, was: int | None, wordt: int | None, gemeente: Organisatie
) -> list[Wijziging]:
    if wordt != gemeente.pk or wordt in {was, casus.gemeente_id}:
        return []
    if casus.gemeente_id != was:
        raise Botsing(
            "gemeentecode", "In de casus staat een andere gemeente. Wijzig het daar of hier."
        )
    casus.gemeente = gemeente
    casus.save(update_fields=["gemeente"])
    set_partij(casus=casus, rol=PartijRol.GEMEENTE, organisatie=gemeente, van=timezone.localdate())
    return [Wijziging(GebeurtenisSoort.LEERLING, f"woont nu in {gemeente.naam}")]


_FOUTEN = (
    Botsing,
    Tegenspraak,
    CaseworkError,
    ValidationError,
    OngeldigeFeiten,
    IntegrityError,
)


def _als_rijfouten(regel: int, fout: Exception) -> tuple[Rijfout, ...]:
    """Return the lines that tell what kept this row out."""
    match fout:
        case Botsing() | Tegenspraak():
            return (Rijfout(regel, str(fout), fout.kolom),)
        case DubbeleLeerling():
            return (Rijfout(regel, str(fout), "kenmerk"),)
        case IntegrityError():
            return (
                Rijfout(
                    regel, "Iemand anders wijzigde deze leerling tegelijk. Lees hem nog eens in."
                ),
            )
        case ValidationError() if hasattr(fout, "error_dict"):
            return tuple(
                Rijfout(
                    regel, zinnen[0], None if veld == "__all__" else KOLOM_VAN_VELD.get(veld, veld)
                )
                for veld, zinnen in fout.message_dict.items()
            )
        case ValidationError():
            return (Rijfout(regel, fout.messages[0]),)
    return (Rijfout(regel, str(fout)),)


def _opmerkingen(rij: Rij, uitkomst: Uitkomst) -> tuple[Rijfout, ...]:
    if uitkomst is Uitkomst.ONGEWIJZIGD or rij.school is not None or not rij.geoorloofd:
        return ()
    tekst = "Dit telt niet: zonder brin is de leerling nergens ingeschreven."
    return (Rijfout(rij.regel, tekst, "geoorloofd"),)
