"""Reading what a report is made of, and the reports that were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from pact.bronnen import aangesproken
from pact.keuzes import PartnerRol, Uitkomst
from pact.models import Actie, ActieLog, Bewijs, Evaluatie, Pact, Partner, Rapportage
from pact.rapport import Bewijsstuk, Inhoud, Oordeel, Stof, build_inhoud
from pact.selectors.bureau import (
    WOORDEN,
    last_rapportage,
    load_bureau_acties,
    load_regels,
    next_overleg,
    open_afspraken,
    start_of,
)
from pact.verloop import Regel, rewind


def rapportages_of(pact: Pact) -> QuerySet[Rapportage]:
    """Return the reports, newest first, without their files but with how large those are."""
    return (
        pact.rapportages.defer("inhoud", "pdf", "xlsx")
        .annotate(pdf_grootte=Length("pdf"), xlsx_grootte=Length("xlsx"))
        .select_related("door")
        .order_by("-nr")
    )


def default_periode(pact: Pact, *, peildatum: date) -> tuple[date, date]:
    """Return the period a report is about unless somebody says otherwise.

    From the day after the last report, or the begin of the pact, up to and including today.
    """
    last = last_rapportage(pact)
    begin = last.tot + timedelta(days=1) if last else pact.begin
    return min(begin, peildatum), peildatum


def load_inhoud(pact: Pact, *, van: date, tot: date) -> Inhoud:
    """Return what the report of these days says, both included, in a fixed number of queries.

    How actions stood on those days is read back from their history; who owns them and what is
    planned is as it is now.
    """
    today = timezone.localdate()
    acties = load_bureau_acties(pact, peildatum=tot)
    if tot < today:
        # On which rung it stood then is not known any more.
        acties = [replace(actie, trede="") for actie in acties]
    begin, einde = start_of(van), start_of(tot + timedelta(days=1))
    regels = load_regels(pact, na=begin)
    now = {actie.id: actie.toestand for actie in acties}
    then = rewind(now, regels, einde)
    during = [regel for regel in regels if regel.op <= einde]
    before = rewind(then, during, begin)
    partners = Partner.objects.filter(pact=pact).values_list("pk", "organisatie__naam", "rol")
    overleg = next_overleg(pact, peildatum=tot)
    texts = list(
        Actie.objects.filter(pact=pact).values_list("pk", "resultaat_bereikt", "toelichting")
    )
    return build_inhoud(
        Stof(
            pact={
                "naam": pact.naam,
                "code": pact.code,
                "motto": pact.motto,
                "doel": pact.doel,
                "ambities": [line.strip() for line in pact.ambities.splitlines() if line.strip()],
                "leiding": str(pact.organisatie),
                "begin": pact.begin.isoformat(),
                "einde": pact.einde.isoformat() if pact.einde else "",
            },
            van=van,
            tot=tot,
            acties=acties,
            toen=before,
            nu=then,
            regels=during,
            themas=list(pact.themas.values_list("naam", flat=True)),
            partners={pk: (naam, PartnerRol(rol).label) for pk, naam, rol in partners},
            laatste=_last_words(pact, tot),
            resultaten={pk: resultaat for pk, resultaat, _ in texts if resultaat},
            toelichtingen={pk: toelichting for pk, _, toelichting in texts if toelichting},
            bewijzen=_evidence(pact, tot),
            evaluaties=_evaluated(pact, van, tot),
            aangesproken=aangesproken([actie.id for actie in acties], van, tot),
            overleg=None
            if overleg is None
            else {
                "naam": str(overleg),
                "datum": overleg.datum.isoformat(),
                "begintijd": f"{overleg.begintijd:%H:%M}" if overleg.begintijd else "",
                "plaats": overleg.plaats,
            },
            afspraken=[
                {
                    "nr": afspraak.nr,
                    "tekst": afspraak.tekst,
                    "trekker": str(afspraak.eigenaar) if afspraak.eigenaar else "",
                    "uiterlijk": afspraak.uiterlijk,
                }
                for afspraak in open_afspraken(pact)
            ],
        )
    )


def _last_words(pact: Pact, tot: date) -> dict[int, Regel]:
    """Return the last thing that was said of each action up to and including a day."""
    rows = (
        ActieLog.objects.filter(
            actie__pact=pact, soort__in=WOORDEN, op__lte=start_of(tot + timedelta(days=1))
        )
        .exclude(tekst="")
        .order_by("actie_id", "-op", "-id")
        .distinct("actie_id")
    )
    return {
        actie: Regel(actie, soort, timezone.localtime(op), versie, tekst=tekst, namens=namens or "")
        for actie, soort, op, versie, tekst, namens in rows.values_list(
            "actie_id", "soort", "op", "versie", "tekst", "namens__naam"
        )
    }


def _evaluated(pact: Pact, van: date, tot: date) -> list[Oordeel]:
    """Return the last evaluation of each action that was evaluated in these days."""
    rows = (
        Evaluatie.objects.filter(
            actie__pact=pact, op__gt=start_of(van), op__lte=start_of(tot + timedelta(days=1))
        )
        .order_by("actie_id", "-versie")
        .distinct("actie_id")
        .values_list("actie_id", "uitkomst", "waarom", "namens__naam", "op")
    )
    return [
        Oordeel(actie, str(Uitkomst(uitkomst).label), waarom, namens, timezone.localdate(op))
        for actie, uitkomst, waarom, namens, op in rows
    ]


def _evidence(pact: Pact, tot: date) -> dict[int, list[Bewijsstuk]]:
    """Return the evidence per action that was there on a day, oldest first."""
    rows = Bewijs.objects.filter(actie__pact=pact, op__lte=start_of(tot + timedelta(days=1)))
    found: dict[int, list[Bewijsstuk]] = {}
    for actie, omschrijving, link, bestand in rows.order_by("op", "id").values_list(
        "actie_id", "omschrijving", "link", "bestand__naam"
    ):
        found.setdefault(actie, []).append(Bewijsstuk(omschrijving, link, bestand or ""))
    return found
