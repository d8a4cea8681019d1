"""From a Bericht to a mail: subject, text and HTML from three template files."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from thuiszitters.berichten.koppen import check_adres, check_kop
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import afmeld_url_for


def render(bericht: Bericht, context: dict[str, Any]) -> EmailMultiAlternatives:
    """Return the mail of this Bericht, with a Message-ID and Date that never change.

    Raises OngeldigeKop for a value that would break out of its header, and whatever a template
    that is not right raises.
    """
    folder = f"berichten/{bericht.sjabloon}"
    full = {"site_url": settings.SITE_URL, **context}
    subject = render_to_string(f"{folder}/subject.txt", full).strip()
    mail = EmailMultiAlternatives(
        subject=check_kop(subject, "Het onderwerp"),
        body=render_to_string(f"{folder}/body.txt", full).strip() + "\n",
        to=[check_adres(bericht.ontvanger.email, "Het adres van de ontvanger")],
        headers={
            "Message-ID": bericht.message_id,
            "Date": format_datetime(timezone.localtime(bericht.gemaakt_op)),
            "Auto-Submitted": "auto-generated",
            **_afmelden(bericht),
        },
    )
    mail.attach_alternative(render_to_string(f"{folder}/body.html", full), "text/html")
    mail.message()  # raises now, not halfway through a connection, when it cannot be written out
    return mail


def _afmelden(bericht: Bericht) -> dict[str, str]:
    url = afmeld_url_for(bericht)
    if url is None:
        return {}
    check_kop(url, "Het adres om af te melden")
    if set(url) & set("<> "):
        raise ValueError("the address to be left out at is no address")
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
