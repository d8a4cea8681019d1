"""The test suite: the real components, with quick passwords."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

from thuiszitters.settings.dev import *  # noqa: F403
from thuiszitters.settings.dev import CELERY_BROKER_URL, INSTALLED_APPS

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ["accounts", "audit", "berichten", "cases", "monitoring", "pact"],
    # A table that is made in the same migration has no rows to lock.
    "ignore_initial_migrations": True,
    # A longer varchar: PostgreSQL changes its catalogue only, and old code still reads and writes.
    # A unique key over a column that is empty in every row there is: no row can break it.
    # An index on the rows of a pact, of which there are hundreds, is made before anybody waits.
    "ignore_name": [
        "0002_pact_geleid",
        "0003_actielog_antwoord",
        "0004_actie_activiteit_600",
        "0002_escalatie_van_actie",
        "0003_pactregels",
    ],
    "no_cache": True,
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_DIR = Path(gettempdir()) / f"thuiszitters-test-mail-{os.getpid()}"
# Each pytest-xdist process has a queue of its own, so that a worker started by one test is woken
# by that test only. Elsewhere a wake-up goes to a queue nobody listens to.
_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if CELERY_BROKER_URL.startswith("redis+socket"):
    CELERY_BROKER_URL = f"{CELERY_BROKER_URL.split('?')[0]}?virtual_host={_PROCESS}"
# What one test left behind must not stand above the pages of the next.
BANIER_SECONDS = 0
AXES_ENABLED = False
