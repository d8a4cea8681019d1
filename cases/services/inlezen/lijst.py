"""Reading a whole list, a batch of children at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from django.utils import timezone

from cases.services.inlezen.bestand import open_bestand
from cases.services.inlezen.groepen import Groep, groepeer
from cases.services.inlezen.rijen import Codeboek, Rijlezer
from cases.services.inlezen.verslag import Telling
from cases.services.inlezen.verwerken import Verwerker
from thuiszitters.accounts.models import Organisatie
from thuiszitters.audit.services import record
from thuiszitters.berichten import wakeup

STAPEL = 100
"""Children in one transaction: while it runs nobody else can open a casus."""


def lees_lijst(
    *, pad: Path, swv: Organisatie, meld: Callable[[str], None], proef: bool = False
) -> Telling:
    """Bring a list of casussen into this SWV and return how many rows became what.

    `meld` gets a Dutch sentence for every row that is wrong, with its line and column and without
    a name, as soon as the rows beside it are safely in. With `proef` nothing is written. Raises
    OnleesbaarBestand, with nothing written, for a file that cannot be read.
    """
    telling = Telling()
    with open_bestand(pad) as bestand, wakeup.collected():
        for zin in bestand.let_op:
            meld(f"let op: {zin}")
        lezer = Rijlezer(swv=swv, codeboek=Codeboek(), vandaag=timezone.localdate())
        verwerker = Verwerker(swv=swv, kolommen=bestand.kolommen)
        for stapel in _stapels(groepeer(bestand, lezer)):
            for verslag in verwerker.verwerk(stapel, proef=proef):
                telling.tel(verslag.uitkomst)
                for fout in verslag.fouten:
                    meld(str(fout))
                for opmerking in verslag.opmerkingen:
                    meld(f"let op: {opmerking}")
    if not proef:
        record(
            gebeurtenis="lijst ingelezen",
            gebruiker_id=None,
            organisatie_id=swv.pk,
            onderwerp="organisatie",
            onderwerp_id=swv.pk,
            gegevens=asdict(telling),
        )
    return telling


def _stapels(groepen: Iterator[Groep]) -> Iterator[list[Groep]]:
    while stapel := list(islice(groepen, STAPEL)):
        yield stapel
