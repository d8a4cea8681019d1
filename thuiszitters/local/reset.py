"""`make reset`: begin again with an empty demo."""

from __future__ import annotations

import contextlib

from thuiszitters.local.errors import LocalError
from thuiszitters.local.ownership import Place
from thuiszitters.local.paths import local_directory, remove_directory
from thuiszitters.local.rootless import outside


def reset() -> int:
    """Remove all data of the local services. Raises LocalError while something uses them."""
    root = local_directory()
    if not root.exists():
        return 0
    with contextlib.ExitStack() as stack:
        for name in ("run", "postgres", "valkey"):
            place = Place(root / name)
            stack.callback(place.close)
            if not place.try_own():
                raise LocalError(f"{root} is in gebruik. Stop eerst `make run`.")
        remove_directory(outside(root / "postgres"))
        remove_directory(root)
    return 0
