"""From the facts to the mails, casus by casus: is there what should be, and nothing else?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import Casus, Regelset
from cases.models import Status as CasusStatus
from cases.models.casus import METEEN
from cases.selectors.feiten import Kind, load_feiten_of, regio_of
from cases.stand import Feiten, OngeldigeFeiten, bereken_signalen, bereken_stand
from monitoring.ladder import Eerder, Status, beeld_van_stand, decide
from monitoring.models import Afstemming, Escalatie, VerschilSoort
from monitoring.services.afstemming.gevonden import Deel, Gevonden, Onderwerp, one_moment
from monitoring.services.afstemming.gevraagd import check_asked
from monitoring.services.afstemming.verschillen import differences
from monitoring.services.geschiedenis import load_history
from monitoring.services.regelboek import Regelboek
from thuiszitters.kalender import datum_kort

CHUNK = 500
_REKENTIJD = timedelta(days=1)
"""How long after new rules were made casussen may still stand under the old ones."""
_FIELDS = (
    "pk",
    "nummer",
    "swv_id",
    "volgende_controle_op",
    "stand_op",
    "regelset",
    "leerling_id",
    "leerling__geboortedatum",
    "leerling__startkwalificatie_op",
    "school__vakantieregio",
    "gemeente__vakantieregio",
    "swv__vakantieregio",
)


@dataclass(frozen=True, slots=True)
class _Casus:
    """One open casus as the reconciliation reads it."""

    pk: int
    nummer: str
    swv: int
    controle_op: date
    stand_op: date | None
    regelset: str
    kind: Kind

    @property
    def onderwerp(self) -> Onderwerp:
        """What its differences are written at."""
        return Onderwerp(self.nummer, casus=self.pk)

    def dag(self, peildatum: date) -> date:
        """Return the day to ask about: a round of a later day may have been here meanwhile."""
        return max(peildatum, self.stand_op or peildatum)


def check_casussen(afstemming: Afstemming) -> Deel:
    """Look at the next open casussen: their rungs, who is asked, and the mails to them."""
    deel = Deel()
    with one_moment():
        casussen = _next(afstemming.tot_id)
        if not casussen:
            return deel
        facts = load_feiten_of([casus.kind for casus in casussen])
        histories = load_history([casus.pk for casus in casussen])
        regels = _Regels(afstemming)
        asking: dict[int, _Casus] = {}
        for casus in casussen:
            history = histories.get(casus.pk, ())
            # One that changed just now waits for the watch, which will see to it: no difference.
            if casus.controle_op == METEEN:
                continue
            deel.escalaties += len(history)
            asking |= {e.pk: casus for e in history if e.status == Status.OPEN}
            deel.verschillen += regels.ask(casus, facts[casus.pk], history)
        names = {pk: casus.onderwerp for pk, casus in asking.items()}
        deel.verschillen += check_asked(names)
    deel.casussen = len(casussen)
    deel.verder = casussen[-1].pk
    return deel


def _next(after: int) -> list[_Casus]:
    rows = Casus.objects.open().filter(pk__gt=after).order_by("pk").values_list(*_FIELDS)[:CHUNK]
    return [
        _Casus(
            pk,
            nummer,
            swv,
            controle_op,
            stand_op,
            regelset,
            Kind(pk, leerling, geboren, startkwalificatie, regio_of(*regios)),
        )
        for (
            pk,
            nummer,
            swv,
            controle_op,
            stand_op,
            regelset,
            leerling,
            geboren,
            startkwalificatie,
            *regios,
        ) in rows
    ]


class _Regels:
    """The rules, asked the slow way."""

    def __init__(self, afstemming: Afstemming) -> None:
        self._peildatum = afstemming.peildatum
        self._regelboek = Regelboek()
        since = afstemming.begonnen_op - _REKENTIJD
        self._recalculating = Regelset.objects.filter(gemaakt_op__gt=since).exists()

    def ask(self, casus: _Casus, feiten: Feiten, history: tuple[Eerder, ...]) -> list[Gevonden]:
        """Return what is missing or too much at one casus, by the rules of its day."""
        dag = casus.dag(self._peildatum)
        regels = self._regelboek.regels(casus.swv, dag)
        late = ""
        if casus.controle_op < self._peildatum:
            late = f"had bekeken moeten worden op {datum_kort(casus.controle_op)}"
        elif casus.regelset != regels.regelset.naam:
            if self._recalculating:
                return []
            late = f"staat nog onder de regels {casus.regelset or '-'}"
        if late:
            return [casus.onderwerp.found(VerschilSoort.NIET_BEKEKEN, toelichting=late)]
        try:
            stand = bereken_stand(feiten, regels.regelset, dag)
        except OngeldigeFeiten:
            return [casus.onderwerp.found(VerschilSoort.NIET_TE_BEREKENEN)]
        besluit = decide(
            beeld=beeld_van_stand(stand),
            history=history,
            peildatum=dag,
            signalen=bereken_signalen(feiten, regels.regelset, dag).signalen,
            ladder=regels.ladder,
        )
        return list(differences(casus.onderwerp, besluit))


def check_gesloten(afstemming: Afstemming) -> Deel:
    """Look for open rungs at closed casussen that the watch was done with."""
    rows = (
        Escalatie.objects.filter(
            status=Status.OPEN.value,
            casus__status=CasusStatus.GESLOTEN,
            casus__volgende_controle_op__gt=afstemming.peildatum,
        )
        .order_by("pk")
        .values_list("pk", "casus_id", "casus__nummer")[:CHUNK]
    )
    found = [
        Gevonden(
            VerschilSoort.ESCALATIE_TE_VEEL,
            casus=casus,
            nummer=nummer,
            escalatie=pk,
            toelichting="de casus is gesloten",
        )
        for pk, casus, nummer in rows
    ]
    return Deel(verschillen=found)
