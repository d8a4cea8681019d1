"""From a Bericht to a mail: subject, text and HTML from three template files."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from thuiszitters.berichten.models import Bericht


def render(bericht: Bericht, context: dict[str, Any]) -> EmailMultiAlternatives:
    """Return the mail of this Bericht, with a Message-ID and Date that never change.

    Raises ValueError when the subject is empty or longer than one line.
    """
    folder = f"berichten/{bericht.sjabloon}"
    full = {"site_url": settings.SITE_URL, **context}
    subject = render_to_string(f"{folder}/subject.txt", full).strip()
    if not subject or len(subject.splitlines()) != 1:
        raise ValueError(f"template {bericht.sjabloon} gives no subject of one line")
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{folder}/body.txt", full).strip() + "\n",
        to=[bericht.ontvanger.email],
        headers={
            "Message-ID": bericht.message_id,
            "Date": format_datetime(timezone.localtime(bericht.gemaakt_op)),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"{folder}/body.html", full), "text/html")
    return mail
