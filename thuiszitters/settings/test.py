"""The test suite: the real components, with quick passwords."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from thuiszitters.settings.dev import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_DIR = Path(gettempdir()) / "thuiszitters-test-mail"
# Tests that want a worker start one; elsewhere a wake-up goes to a broker nobody listens to.
AXES_ENABLED = False
