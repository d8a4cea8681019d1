"""`manage.py stand` as a stranger runs it: a process with lines going in and lines coming out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
REGEL: dict[str, Any] = {
    "id": "a1",
    "peildatum": "2026-11-21",
    "geboortedatum": "2012-03-04",
    "regio": "noord",
    "inschrijvingen": [{"begin": None, "einde": None}],
    "verzuim": [{"begin": "2026-11-02", "einde": None, "geoorloofd": False}],
}


def stand(invoer: bytes, *opties: str) -> tuple[int, list[dict[str, Any]], str]:
    """Runs the command with a database that is not there, and no settings of the caller."""
    omgeving = {
        naam: waarde
        for naam, waarde in os.environ.items()
        if not naam.startswith(("DJANGO_", "REDIS_", "EMAIL_", "COV_"))
    }
    omgeving["DATABASE_URL"] = "postgres://niemand@127.0.0.1:1/nergens"
    gedaan = subprocess.run(
        [sys.executable, "manage.py", "stand", *opties],
        input=invoer,
        capture_output=True,
        cwd=ROOT,
        env=omgeving,
        timeout=60,
        check=False,
    )
    uit = [json.loads(regel) for regel in gedaan.stdout.splitlines()]
    return gedaan.returncode, uit, gedaan.stderr.decode()


def regel(**anders: Any) -> bytes:
    return json.dumps(REGEL | anders).encode() + b"\n"


def test_lines_come_back_in_order_and_blank_ones_are_skipped() -> None:
    invoer = regel() + b"\n   \r\n" + regel(id="a2", verzuim=[]) + regel(id=3).rstrip()
    status, uit, fouten = stand(invoer)
    assert status == 0
    assert fouten == ""
    assert [(r["id"], r["categorie"]) for r in uit] == [
        ("a1", "dreigend"),
        ("a2", "geen"),
        (3, "dreigend"),
    ]
    assert uit[0]["vier_weken_op"] == "2026-11-30"


def test_an_invalid_line_gets_its_answer_in_place_and_the_status_is_1() -> None:
    invoer = regel() + regel(id="fout", regio="oost") + b"\xff\xfe\n" + b"{\n" + regel(id="a3")
    status, uit, fouten = stand(invoer)
    assert status == 1
    assert [r["id"] for r in uit] == ["a1", "fout", None, None, "a3"]
    assert [set(r) == {"id", "fout"} for r in uit] == [False, True, True, True, False]
    assert "3 van de 5 regels zijn niet geldig" in fouten
    assert "Traceback" not in fouten


def test_no_input_is_no_output() -> None:
    assert stand(b"") == (0, [], "")


def test_one_setting_can_be_changed_and_so_can_two() -> None:
    _, uit, _ = stand(regel(), "--regel", "telwijze_4w=schooldagen")
    assert uit[0]["vier_weken_op"] == "2026-11-27"
    _, uit, _ = stand(regel(), "--regel", "telwijze_4w=schooldagen", "--regel", "operator_4w=>")
    assert uit[0]["vier_weken_op"] == "2026-11-30"


@pytest.mark.parametrize("fout", ["telwijze_4w=lesuren", "bestaat_niet=1", "zomaar"])
def test_a_wrong_setting_stops_before_the_first_line(fout: str) -> None:
    status, uit, fouten = stand(regel(), "--regel", fout)
    assert status == 2
    assert uit == []
    assert "Traceback" not in fouten
    assert "regel" in fouten


def test_a_line_that_is_too_long_is_answered_once_and_the_next_is_read() -> None:
    status, uit, _ = stand(b'{"id": "' + b"x" * 3_000_000 + b'"}\n' + regel())
    assert status == 1
    assert [r["id"] for r in uit] == [None, "a1"]
    assert "langer dan" in uit[0]["fout"]


def test_a_reader_that_stops_early_is_no_error() -> None:
    proces = subprocess.Popen(
        [sys.executable, "manage.py", "stand"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert proces.stdin
    assert proces.stdout
    assert proces.stderr
    proces.stdin.write(regel())
    proces.stdout.close()
    try:
        proces.stdin.write(regel() * 200)
        proces.stdin.close()
    except BrokenPipeError:
        pass
    fouten = proces.stderr.read().decode()
    proces.stderr.close()
    proces.wait(timeout=60)
    assert "Traceback" not in fouten
    assert "BrokenPipe" not in fouten
