"""`python -m thuiszitters.local`: a command with the services up, or the whole demo."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from thuiszitters.local.command import run_command
from thuiszitters.local.errors import LocalError
from thuiszitters.local.processes import end_with_make
from thuiszitters.local.reset import reset
from thuiszitters.local.run import run_demo

_USAGE = """\
gebruik: python -m thuiszitters.local [--ephemeral] OPDRACHT [ARGUMENT...]
         python -m thuiszitters.local run
         python -m thuiszitters.local reset

Draait de opdracht met een echte PostgreSQL en Valkey; hun adressen staan in DATABASE_URL en
REDIS_URL. Wat daar al in staat wordt gebruikt, de rest wordt gestart en na afloop gestopt.

  --ephemeral   met lege, tijdelijke gegevens die na afloop weg zijn
  run           de hele demo: website, worker en beat; stoppen met Ctrl-C
  reset         gooit de gegevens van deze demo weg
"""


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit status."""
    rest = list(arguments)
    ephemeral = bool(rest) and rest[0] == "--ephemeral"
    if ephemeral:
        rest.pop(0)
    if not rest or rest[0].startswith("-"):
        print(_USAGE, end="", file=sys.stdout if rest in (["-h"], ["--help"]) else sys.stderr)
        return 0 if rest in (["-h"], ["--help"]) else 2
    end_with_make()
    try:
        if rest == ["run"] and not ephemeral:
            return run_demo()
        if rest == ["reset"] and not ephemeral:
            return reset()
        return run_command(rest, ephemeral=ephemeral)
    except LocalError as error:
        print(f"thuiszitters.local: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
