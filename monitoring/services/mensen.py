"""Keeping who is asked true when people change: their casussen are looked at again at once."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from cases.models import Casus, Status
from cases.models.casus import METEEN
from monitoring.ladder import Status as EscalatieStatus
from monitoring.models import Escalatie, Geadresseerde
from pact.models import Actie, Partner
from thuiszitters.berichten import wakeup
from thuiszitters.columns import any_of


def look_again(user_id: int, organisatie_id: int | None) -> None:
    """Have the watch look again at the open signals this person is asked, or could be asked.

    Those are the signals they are asked now, and at their organisation those in which a role is
    held by nobody.
    """
    asked = Geadresseerde.objects.filter(
        escalatie=OuterRef("pk"), user_id=user_id, tot__isnull=True
    )
    concerned = Q(Exists(asked))
    if organisatie_id is not None:
        concerned |= ~Q(zonder_ontvanger=[]) & Q(
            casus__partijen__organisatie_id=organisatie_id, casus__partijen__tot__isnull=True
        )
    found = list(
        Casus.objects.filter(
            status=Status.OPEN,
            pk__in=Escalatie.objects.filter(concerned, status=EscalatieStatus.OPEN.value).values(
                "casus_id"
            ),
        ).values_list("pk", flat=True)
    )
    if found:
        Casus.objects.filter(pk__in=any_of(found)).update(volgende_controle_op=METEEN)
    marked = _look_at_acties_again(user_id, organisatie_id)
    if found or marked:
        transaction.on_commit(lambda: wakeup.wake("monitoring.watch"))


def look_at_partner(partner: Partner) -> None:
    """Have the watch come by at once for what this partner promised; it is marked already."""
    transaction.on_commit(lambda: wakeup.wake("monitoring.watch"))


def _look_at_acties_again(user_id: int, organisatie_id: int | None) -> int:
    """Mark the actions on which this person is asked, or could be; return how many."""
    concerned = Q(geadresseerden__user_id=user_id, geadresseerden__tot__isnull=True)
    if organisatie_id is not None:
        # The next in line may be asked where somebody of the owner could be by now.
        concerned |= ~Q(zonder_ontvanger=[]) & (
            Q(actie__eigenaar__organisatie_id=organisatie_id)
            | Q(actie__mede_eigenaren__organisatie_id=organisatie_id)
            | Q(actie__pact__organisatie_id=organisatie_id)
        )
    waiting = Escalatie.objects.filter(
        concerned, status=EscalatieStatus.OPEN.value, actie__isnull=False
    )
    ids = list(waiting.order_by().values_list("actie_id", flat=True).distinct())
    return Actie.objects.filter(pk__in=ids).update(volgende_controle_op=METEEN) if ids else 0


_VERVANGEN = """
UPDATE cases_casus SET volgende_controle_op = %(meteen)s
WHERE status = 'open' AND id IN (
    SELECT e.casus_id
    FROM accounts_vervanging v
    JOIN accounts_user w ON w.id = v.vervanger_id AND w.is_active
        AND w.email <> '' AND w.onbestelbaar_op IS NULL
    JOIN monitoring_geadresseerde g ON g.user_id = v.user_id AND g.tot IS NULL
    JOIN monitoring_escalatie e ON e.id = g.escalatie_id AND e.status = 'open'
    JOIN cases_casuspartij p ON p.casus_id = e.casus_id AND p.organisatie_id = v.organisatie_id
        AND p.tot IS NULL
    WHERE v.van <= %(vandaag)s AND v.tot > %(vandaag)s
        AND (g.wijze NOT IN ('doorgestuurd', 'opgepakt') OR NOT EXISTS (
            SELECT 1 FROM monitoring_geadresseerde other
            WHERE other.escalatie_id = e.id AND other.user_id = v.vervanger_id AND other.gaf_door
        ))
)
"""


_VERVANGEN_ACTIES = """
UPDATE pact_actie SET volgende_controle_op = %(meteen)s
WHERE id IN (
    SELECT e.actie_id
    FROM accounts_vervanging v
    JOIN accounts_user w ON w.id = v.vervanger_id AND w.is_active
        AND w.email <> '' AND w.onbestelbaar_op IS NULL
    JOIN monitoring_geadresseerde g ON g.user_id = v.user_id AND g.tot IS NULL
    JOIN monitoring_escalatie e ON e.id = g.escalatie_id AND e.status = 'open'
    JOIN pact_actie a ON a.id = e.actie_id
    JOIN pact_pact k ON k.id = a.pact_id
    WHERE v.van <= %(vandaag)s AND v.tot > %(vandaag)s
        AND (k.organisatie_id = v.organisatie_id OR EXISTS (
            SELECT 1 FROM pact_partner p
            WHERE p.pact_id = k.id AND p.organisatie_id = v.organisatie_id
                AND (p.tot IS NULL OR p.tot > %(vandaag)s)
        ))
)
"""


def hand_to_vervangers(peildatum: date) -> int:
    """Have the watch look again at signals of who is away from this day; return at how many.

    Stateless: who was replaced is not asked any more, so the next day finds nothing. That goes
    for who is asked as a person too, unless the vervanger passed it on (`asked_by_now`). Two
    statements that begin with the replacements, of which there are few.
    """
    marked = 0
    with connection.cursor() as cursor:
        for sql in (_VERVANGEN, _VERVANGEN_ACTIES):
            cursor.execute(sql, {"meteen": METEEN, "vandaag": peildatum})
            marked += int(cursor.rowcount)
    return marked
