"""Builds the strip: which days it shows, and what lies on them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from cases.stand.feiten import Feiten, Grond
from cases.stand.plicht import eerste_dag_na_maand_vijf
from cases.stand.uitkomst import Plicht, Stand
from cases.strip.schaal import Schaal, drempelmarkers, maanden, vandaag_marker
from cases.strip.vormen import Segment, Soort, Strip
from cases.strip.zin import strip_zin
from thuiszitters.kalender import Regio, plus_maanden, vakanties_tussen

# At least this much is shown, so that the thresholds of most children lie at the same place and a
# column of strips can be compared at a glance.
MINSTENS_MAANDEN = 3


def build_strip(
    *,
    feiten: Feiten,
    stand: Stand,
    peildatum: date,
    weken_terug: int = 1,
    weken_vooruit: int = 1,
) -> Strip:
    """Returns the strip of this child on the peildatum.

    The window always holds verzuim_sinds, the peildatum and both thresholds, with weken_terug whole
    weeks before the first and weken_vooruit after the last of them. Without a verzuimperiode it
    looks back as far as three months. Days after the peildatum are shown as expected, not as fact.
    """
    venster = _venster(stand, peildatum, weken_terug, weken_vooruit)
    schaal = Schaal(*venster)
    segmenten = [
        *_vakanties(schaal, feiten.regio),
        *_verzuim(schaal, feiten, stand, peildatum),
        *_vrijstellingen(schaal, feiten),
        *_aanbod(schaal, feiten, peildatum),
    ]
    drempels = drempelmarkers(schaal, stand)
    return Strip(
        begin=schaal.begin,
        einde=schaal.einde,
        segmenten=tuple(segmenten),
        vandaag=vandaag_marker(schaal, peildatum),
        drempels=drempels,
        maanden=tuple(maanden(schaal, drempels)),
        zin=strip_zin(feiten, stand, peildatum),
    )


def _venster(
    stand: Stand, peildatum: date, weken_terug: int, weken_vooruit: int
) -> tuple[date, date]:
    if stand.verzuim_sinds is None:
        vroegste, laatste = plus_maanden(peildatum, -MINSTENS_MAANDEN), peildatum
    else:
        drempels = [d for d in (stand.vier_weken_op, stand.drie_maanden_op) if d]
        vroegste = stand.verzuim_sinds
        laatste = max(peildatum, plus_maanden(vroegste, MINSTENS_MAANDEN), *drempels)
    return vroegste - timedelta(weeks=weken_terug), laatste + timedelta(weeks=weken_vooruit)


def _vakanties(schaal: Schaal, regio: Regio) -> Iterator[Segment]:
    for vakantie in vakanties_tussen(schaal.begin, schaal.einde, regio):
        na_afloop = vakantie.laatste_dag + timedelta(days=1)
        yield from schaal.segment(Soort.VAKANTIE, vakantie.eerste_dag, na_afloop)


def _verzuim(schaal: Schaal, feiten: Feiten, stand: Stand, peildatum: date) -> Iterator[Segment]:
    for verzuim in feiten.verzuim:
        einde = min(verzuim.einde or peildatum, peildatum)
        if verzuim.geoorloofd:
            soort = Soort.ZIEK if verzuim.ziek else Soort.GEOORLOOFD
            yield from schaal.segment(soort, verzuim.begin, einde)
        else:
            yield from _in_fasen(schaal, stand, Soort.ONGEOORLOOFD, verzuim.begin, einde)
    for begin, einde in _niet_ingeschreven(schaal, feiten, stand, peildatum):
        yield from _in_fasen(schaal, stand, Soort.NIET_INGESCHREVEN, begin, einde)
    komend = max(
        (d for d in (stand.vier_weken_op, stand.drie_maanden_op) if d and d > peildatum),
        default=None,
    )
    if stand.verzuim_sinds is not None and komend is not None:
        yield from schaal.segment(Soort.STRAKS, peildatum, komend)


def _in_fasen(
    schaal: Schaal, stand: Stand, soort: Soort, begin: date, einde: date
) -> Iterator[Segment]:
    """Cuts absence of the running verzuimperiode at the thresholds behind it."""
    grenzen: list[tuple[date, str]] = []
    if stand.verzuim_sinds is not None and einde > stand.verzuim_sinds:
        if stand.vier_weken_op is not None:
            grenzen.append((stand.vier_weken_op, "vier_weken"))
        if stand.drie_maanden_op is not None:
            # The threshold is the last day of the promise: crossed from the day after.
            grenzen.append((stand.drie_maanden_op + timedelta(days=1), "drie_maanden"))
    van, fase = begin, ""
    for grens, volgende_fase in grenzen:
        if grens > van:
            yield from schaal.segment(soort, van, min(grens, einde), fase)
            van = grens
        fase = volgende_fase
        if van >= einde:
            return
    yield from schaal.segment(soort, van, einde, fase)


def _niet_ingeschreven(
    schaal: Schaal, feiten: Feiten, stand: Stand, peildatum: date
) -> Iterator[tuple[date, date]]:
    """Days up to the peildatum without inschrijving, where there should have been one."""
    if stand.plicht is Plicht.GEEN:
        return
    vanaf = max(schaal.begin, eerste_dag_na_maand_vijf(feiten.geboortedatum))
    gedekt = [(span.begin, span.einde) for span in feiten.inschrijvingen]
    gedekt += [
        (vrij.begin, vrij.einde) for vrij in feiten.vrijstellingen if vrij.grond != Grond.ART15
    ]
    for begin, einde in _gaten(gedekt, vanaf, peildatum):
        if stand.verzuim_sinds is not None and begin < stand.verzuim_sinds < einde:
            yield stand.verzuim_sinds, einde
        else:
            yield begin, einde


def _gaten(
    spans: Iterable[tuple[date | None, date | None]], vanaf: date, tot: date
) -> Iterator[tuple[date, date]]:
    """The days of [vanaf, tot) that no span covers."""
    dag = vanaf
    for begin, einde in sorted(spans, key=lambda span: span[0] or date.min):
        if (begin or date.min) > dag:
            yield dag, min(begin or dag, tot)
        dag = max(dag, einde or date.max)
        if dag >= tot:
            return
    if dag < tot:
        yield dag, tot


def _vrijstellingen(schaal: Schaal, feiten: Feiten) -> Iterator[Segment]:
    for vrijstelling in feiten.vrijstellingen:
        yield from schaal.segment(Soort.VRIJSTELLING, vrijstelling.begin, vrijstelling.einde)


def _aanbod(schaal: Schaal, feiten: Feiten, peildatum: date) -> Iterator[Segment]:
    for aanbod in feiten.aanbod:
        if aanbod.gestart_op is None:
            continue
        tot_nu = min(aanbod.einde or peildatum, peildatum)
        yield from schaal.segment(Soort.AANBOD, aanbod.gestart_op, tot_nu)
        vanaf_nu = max(aanbod.gestart_op, peildatum)
        yield from schaal.segment(Soort.STRAKS_AANBOD, vanaf_nu, aanbod.einde)
