"""What comes back by mail: bounces, machines, people and nonsense."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.berichten.conftest import Queue
from thuiszitters.berichten.models import Bericht, Poging, Toestand
from thuiszitters.berichten.ontvangen import MOST_BYTES, OnleesbareMail, Soort, receive_mail

SECRET = "Kanarie-inhoud"


@pytest.fixture
def sent(queue: Queue) -> Bericht:
    """A Bericht that arrived, as far as we know."""
    bericht = queue()
    Bericht.objects.update(toestand=Toestand.VERZONDEN, pogingen=1, verzonden_op=timezone.now())
    return bericht


def bounce(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", whole: bool = False
) -> bytes:
    """Return a report as RFC 3464 describes it; `whole` has the mail itself, else its headers."""
    original = f"Message-ID: {message_id}\r\nSubject: {SECRET}\r\n\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example\r\n"
        "To: terug@site.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <x@mx.example>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; wie@voorbeeld.example\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; 550 {SECRET}\r\n"
        f"\r\n--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def reply(message_id: str, **headers: str) -> bytes:
    """Return an answer of a person, or of a machine by its headers."""
    message = EmailMessage()
    message["From"] = "wie@voorbeeld.example"
    message["Subject"] = f"Re: {SECRET}"
    message["In-Reply-To"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(SECRET)
    return message.as_bytes()


@pytest.mark.parametrize("whole", [True, False])
def test_a_bounce_fails_the_bericht_and_tells_of_the_address_once(
    sent: Bericht, heard: list[int], whole: bool
) -> None:
    raw = bounce(sent.message_id, whole=whole)
    assert receive_mail(raw) is Soort.TERUGGEKOMEN
    assert receive_mail(raw) is Soort.TERUGGEKOMEN
    sent.refresh_from_db()
    assert (sent.toestand, sent.reden) == (Toestand.MISLUKT, "Teruggekomen 5.1.1")
    assert heard == [sent.pk]
    (line,) = Poging.objects.all()
    assert (line.uitkomst, line.antwoord) == ("teruggekomen", "5.1.1")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_anything_else_changes_nothing(
    sent: Bericht, heard: list[int], action: str
) -> None:
    raw = bounce(sent.message_id, action=action, status="4.4.7")
    assert receive_mail(raw) is Soort.AUTOMATISCH
    sent.refresh_from_db()
    assert sent.toestand == Toestand.VERZONDEN
    assert heard == []


def test_a_handler_that_fails_undoes_the_mark(
    sent: Bericht, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(bericht: Bericht) -> None:
        raise RuntimeError

    monkeypatch.setattr("thuiszitters.berichten.registry._undeliverable", [fail])
    with pytest.raises(RuntimeError):
        receive_mail(bounce(sent.message_id))
    sent.refresh_from_db()
    assert sent.toestand == Toestand.VERZONDEN


def test_a_bounce_of_mail_that_is_not_ours_is_unknown(sent: Bericht) -> None:
    other = "<00000000-0000-4000-8000-000000000000@testserver>"
    assert receive_mail(bounce(other)) is Soort.ONBEKEND
    assert receive_mail(bounce("<x@y>")) is Soort.ONBEKEND


def test_an_answer_of_a_person_is_counted_and_not_kept(sent: Bericht) -> None:
    assert receive_mail(reply(sent.message_id)) is Soort.ANTWOORD
    assert receive_mail(reply(sent.message_id)) is Soort.ANTWOORD
    (row,) = Bericht.objects.values()
    assert row["antwoorden"] == 2
    assert row["antwoord_op"] is not None
    assert SECRET not in str(row)
    assert Poging.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
def test_the_answer_of_a_machine_is_left_alone(sent: Bericht, headers: dict[str, str]) -> None:
    assert receive_mail(reply(sent.message_id, **headers)) is Soort.AUTOMATISCH
    sent.refresh_from_db()
    assert sent.antwoorden == 0


def test_an_answer_to_something_else_is_unknown(sent: Bericht) -> None:
    assert receive_mail(reply("<x@y>")) is Soort.ONBEKEND


def deep(n: int) -> bytes:
    """Return a mail of parts within parts."""
    return b"From: a@b.example\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(n)
    )


def wide(n: int) -> bytes:
    """Return a mail of many parts."""
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part * n


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"  \r\n\r\n",
        b"\r\nno header at all",
        b"\x00\xff\xfe" * 100,
        b"x" * (MOST_BYTES + 1),
        deep(3000),
        wide(500),
    ],
    ids=["empty", "blank", "headless", "binary", "huge", "deep", "wide"],
)
@pytest.mark.django_db
def test_nonsense_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(OnleesbareMail) as caught:
        receive_mail(raw)
    assert str(caught.value).endswith(".")


@given(st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_a_damaged_bounce_is_read_or_refused_and_never_breaks(data: st.DataObject) -> None:
    raw = bytearray(bounce("<00000000-0000-4000-8000-000000000000@testserver>"))
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    with suppress(OnleesbareMail):
        assert receive_mail(cut) in set(Soort)


@pytest.mark.django_db
def test_the_command_reads_stdin_and_says_what_it_was(
    sent: Bericht, feed: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    feed(bounce(sent.message_id))
    call_command("ontvang_mail")
    assert capsys.readouterr().out == "teruggekomen\n"

    feed(b"")
    with pytest.raises(CommandError, match=r"Er kwam geen mail binnen\.") as caught:
        call_command("ontvang_mail")
    assert caught.value.returncode == 65


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Let the next read of stdin give these bytes."""

    def do(raw: bytes) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))

    return do
