#!/usr/bin/env python
"""Django's command line, with the development settings unless told otherwise."""

import os
import sys


def main() -> int:
    """Run the command. Ctrl-C ends it without a traceback, with the status a shell gives that."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuiszitters.settings.dev")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
