"""From the deadlines to the mails, action by action: is there what should be, and nothing else?"""

from __future__ import annotations

from monitoring.ladder import Status, decide
from monitoring.models import Afstemming, VerschilSoort
from monitoring.services.afstemming.gevonden import Deel, Onderwerp, one_moment
from monitoring.services.afstemming.gevraagd import check_asked
from monitoring.services.afstemming.verschillen import differences
from monitoring.services.geschiedenis import load_history
from monitoring.services.pactregelboek import Pactregelboek
from monitoring.services.rondes.acties import load_due_acties
from pact.models import Actie
from thuiszitters.kalender import datum_kort

CHUNK = 500


def check_acties(afstemming: Afstemming) -> Deel:
    """Look at the next actions, also those that are done: their rungs, who is asked, the mails."""
    deel = Deel()
    with one_moment():
        rows = dict(
            Actie.objects.filter(pk__gt=afstemming.tot_id)
            .order_by("pk")
            .values_list("pk", "volgende_controle_op")[:CHUNK]
        )
        if not rows:
            return deel
        histories = load_history(list(rows), "actie")
        regelboek = Pactregelboek()
        asking: dict[int, Onderwerp] = {}
        for due in load_due_acties(list(rows), afstemming.peildatum):
            # One that changed just now waits for the watch, which will see to it: no difference.
            if due.veranderd:
                continue
            about = Onderwerp(due.nummer, actie=due.pk)
            history = histories.get(due.pk, ())
            deel.escalaties += len(history)
            looked_at = rows[due.pk]
            if looked_at < afstemming.peildatum:
                deel.verschillen.append(
                    about.found(
                        VerschilSoort.NIET_BEKEKEN,
                        toelichting=f"had bekeken moeten worden op {datum_kort(looked_at)}",
                    )
                )
                continue
            besluit = decide(
                beeld=due.beeld(afstemming.peildatum),
                history=history,
                peildatum=afstemming.peildatum,
                ladder=regelboek.regels(due.pact, afstemming.peildatum).ladder,
            )
            deel.verschillen += differences(about, besluit)
            asking |= {e.pk: about for e in history if e.status == Status.OPEN}
        deel.verschillen += check_asked(asking)
    deel.acties = len(rows)
    deel.verder = max(rows)
    return deel
