"""`python -m thuiszitters.probe [live|ready] [PORT]`: whether the web server here answers.

For the health check of the container. It asks by the host name of SITE_URL, because any other is
refused.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

_PATIENCE = 4.0
_PORT = 8000


def main(arguments: Sequence[str]) -> int:
    """Print what the server said and return 0 when it is well, else 1."""
    page = arguments[0] if arguments else "live"
    port = int(arguments[1]) if len(arguments) > 1 else _PORT
    host = urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", f"/health/{page}", headers={"Host": host})
        response = connection.getresponse()
        print(response.status, response.read(500).decode(errors="replace"))
    except (OSError, HTTPException) as error:
        print(f"geen antwoord: {error}")
        return 1
    finally:
        connection.close()
    return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
