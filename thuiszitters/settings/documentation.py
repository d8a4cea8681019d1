"""docs/configuration.md, written from what the settings declare."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from pathlib import Path

from thuiszitters.settings import env
from thuiszitters.settings.env import Variable

_TOP = """\
# Configuration

Everything is set by environment variables, read once at start-up. A wrong or missing value stops
the program with a sentence that names the variable. Where the kind says *or in a file*, the value
may stand in a file instead: set `NAME_FILE` to its path and leave `NAME` away.

This page is written from the settings themselves by `make docs`; a test compares the two.

`DJANGO_SETTINGS_MODULE` chooses the settings: `thuiszitters.settings.production` in the Docker
image, `thuiszitters.settings.dev` for `manage.py` and `make run`, `thuiszitters.settings.test` for
the tests.
"""

_LOCAL = """
## On one's own machine

Read by `make run`, `make test` and `python -m thuiszitters.local`, never in production.

| variable | meaning |
|---|---|
| `PORT` | The first port to try for the website; the default is 8000. |
| `THUISZITTERS_LOCAL_DIR` | Where the demo keeps its data; the default is `.local`. |
| `THUISZITTERS_PG_BIN` | The folder with PostgreSQL's programs, instead of the packaged ones. |
| `THUISZITTERS_VALKEY_BIN` | The folder with `valkey-server` or `redis-server`, likewise. |
| `THUISZITTERS_ROOT` | How root runs PostgreSQL: `namespace` or `nobody`; default: what works. |
| `CHROMIUM` | The browser of the tests, instead of the one that is found. |
| `NO_BROWSER` | `1` leaves the tests with a browser out where there is none; never in CI. |
"""


def declared_by(module: str) -> Mapping[str, Variable]:
    """Return the variables that this module of settings declares, without reading any."""
    with env.documenting() as found:
        # Run, not imported: what it makes holds examples, and nobody may meet it as the settings.
        runpy.run_path(str(Path(__file__).with_name(f"{module}.py")))
    return found


def page() -> str:
    """Return the whole page as Markdown."""
    production, dev = declared_by("production"), declared_by("dev")
    parts = [
        _TOP,
        *_section("In production", production),
        *_section("For developing and trying out", dev),
        _LOCAL,
    ]
    return "".join(parts)


def _section(title: str, variables: Mapping[str, Variable]) -> list[str]:
    lines = [
        f"\n## {title}\n\n",
        "| variable | default | kind | meaning |\n|---|---|---|---|\n",
    ]
    for variable in sorted(variables.values(), key=lambda v: v.name):
        default = "**required**" if variable.required else f"`{variable.default}`"
        if default == "``":
            default = "-"
        kind = variable.kind + (", or in a file" if variable.secret else "")
        lines.append(f"| `{variable.name}` | {default} | {kind} | {variable.help} |\n")
    return lines
