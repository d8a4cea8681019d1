"""Django's command line as people start it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_a_command_without_a_traceback() -> None:
    press = "import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(5)"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", press],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
