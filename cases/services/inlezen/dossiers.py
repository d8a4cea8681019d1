"""What lists said before about the children of a list, and how a row is compared with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.utils.crypto import salted_hmac

from cases.models import Casus, Inleesregel
from cases.services.inlezen.groepen import Groep
from cases.services.inlezen.rijen import Rij
from cases.services.inlezen.uitspraken import Uitspraak
from thuiszitters.accounts.models import Organisatie


def afdruk(tekst: str) -> str:
    """Return a fingerprint of a text: tells whether it changed, not what it says."""
    return salted_hmac("cases.inlezen", tekst).hexdigest()[:32]


_VELDEN = (
    "begin",
    "einde",
    "geoorloofd",
    "school_id",
    "gemeente_id",
    "aanbod_gestart_op",
    "ingeschreven_sinds",
    "geboortedatum",
    "voornaam_afdruk",
    "achternaam_afdruk",
    "toelichting_afdruk",
)
_WEL_GENOEMD = {
    "verzuim_einde": "einde",
    "geoorloofd": "geoorloofd",
    "brin": "school_id",
    "aanbod_gestart_op": "aanbod_gestart_op",
    "ingeschreven_sinds": "ingeschreven_sinds",
    "toelichting": "toelichting_afdruk",
}
"""The columns a list may leave out; what it then does not say stays as it was."""


def als_regel(rij: Rij, kolommen: frozenset[str], eerder: Inleesregel | None) -> Inleesregel:
    """Return what this row says, unsaved; columns the list does not have speak as `eerder`."""
    regel = Inleesregel(
        begin=rij.begin,
        einde=rij.einde,
        geoorloofd=rij.geoorloofd,
        school_id=rij.school.pk if rij.school else None,
        gemeente_id=rij.gemeente.pk,
        aanbod_gestart_op=rij.aanbod_gestart_op,
        ingeschreven_sinds=rij.ingeschreven_sinds,
        geboortedatum=rij.geboortedatum,
        voornaam_afdruk=afdruk(rij.voornaam),
        achternaam_afdruk=afdruk(rij.achternaam),
        toelichting_afdruk=afdruk(rij.toelichting),
    )
    if eerder is not None:
        for kolom, veld in _WEL_GENOEMD.items():
            if kolom not in kolommen:
                setattr(regel, veld, getattr(eerder, veld))
    return regel


def als_uitspraak(regel: Inleesregel) -> Uitspraak:
    """Return what this row says about the facts."""
    return Uitspraak(
        begin=regel.begin,
        einde=regel.einde,
        geoorloofd=regel.geoorloofd,
        school=regel.school_id,
        gemeente=regel.gemeente_id,
        aanbod_gestart_op=regel.aanbod_gestart_op,
        ingeschreven_sinds=regel.ingeschreven_sinds,
    )


def zegt_hetzelfde(een: Inleesregel, ander: Inleesregel) -> bool:
    """Return whether two rows say the same."""
    return all(getattr(een, veld) == getattr(ander, veld) for veld in _VELDEN)


@dataclass(slots=True)
class Dossier:
    """A casus, and what lists said about its child before."""

    casus: Casus
    regels: dict[date, Inleesregel] = field(default_factory=dict)

    def uitspraken(self) -> dict[date, Uitspraak]:
        """Return what was said before, by its begin."""
        return {begin: als_uitspraak(regel) for begin, regel in self.regels.items()}

    def laatste(self) -> Inleesregel | None:
        """Return the row that was read last."""
        return max(self.regels.values(), key=lambda regel: regel.ingelezen_op, default=None)


class Dossiers:
    """The casussen that the children of part of a list have already, in a few queries."""

    def __init__(self, groepen: Collection[Groep], swv: Organisatie) -> None:
        kenmerken = {groep.kenmerk for groep in groepen if groep.kenmerk and groep.rijen}
        kinderen = {groep.rijen[0].kind for groep in groepen if groep.rijen and not groep.kenmerk}
        van_swv = Casus.objects.filter(swv=swv).select_related("leerling").order_by("pk")
        self._op_kenmerk = {c.kenmerk: Dossier(c) for c in van_swv.filter(kenmerk__in=kenmerken)}
        self._op_kind: dict[tuple[str, date], list[Dossier]] = defaultdict(list)
        if kinderen:
            gevonden = van_swv.filter(
                leerling__geboortedatum__in={geboren for _, geboren in kinderen},
                leerling__zoeknaam__in={naam for naam, _ in kinderen},
            )
            for casus in gevonden:
                kind = casus.leerling.zoeknaam, casus.leerling.geboortedatum
                self._op_kind[kind].append(Dossier(casus))
        self._lees_regels(chain(self._op_kenmerk.values(), *self._op_kind.values()))

    @staticmethod
    def _lees_regels(dossiers: Iterable[Dossier]) -> None:
        op_casus = {dossier.casus.pk: dossier for dossier in dossiers}
        for regel in Inleesregel.objects.filter(casus__in=op_casus):
            op_casus[regel.casus_id].regels[regel.begin] = regel

    def van(self, groep: Groep) -> Dossier | None:
        """Return the casus this child has; without a kenmerk the open one. None: open one."""
        if groep.kenmerk:
            return self._op_kenmerk.get(groep.kenmerk)
        bekend = self._op_kind[groep.rijen[0].kind]
        return next((dossier for dossier in bekend if dossier.casus.is_open), None)

    def gesloten(self, groep: Groep) -> dict[date, Dossier]:
        """Return the closed casussen of a child without a kenmerk, by the absences in them."""
        bekend = [] if groep.kenmerk else self._op_kind[groep.rijen[0].kind]
        return {begin: d for d in bekend if not d.casus.is_open for begin in d.regels}
