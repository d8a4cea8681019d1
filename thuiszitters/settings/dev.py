"""Trying out and developing, on one machine: `make run`."""

from __future__ import annotations

from thuiszitters.local.paths import local_directory
from thuiszitters.settings import connections, env, mail
from thuiszitters.settings.base import *  # noqa: F403

DEBUG = env.boolean("DEBUG", "Show errors with their trace; development only.", default=False)
SECRET_KEY = "only-for-trying-out-on-one-machine-and-refused-by-the-production-settings"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = connections.databases(default="thuiszitters")
CELERY_BROKER_URL = connections.broker(default="redis://127.0.0.1:6379/0")
HEALTH_TOKEN = connections.health_token()
SITE_URL = env.url(
    "SITE_URL", "Where people reach this site; used in mail.", default="http://localhost:8000"
)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

EMAIL_URL = env.email(
    "EMAIL_URL", "The mail server. In development mail is written to files.", default=None
)
if EMAIL_URL is None:
    EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
    MAIL_DIR = local_directory() / "mail"
else:
    vars().update(EMAIL_URL)
# Addresses that cannot be anybody's (RFC 2606), so that trying out never mails a real person.
vars().update(mail.outbox(allow_list="*.example,*@localhost,*.localhost,*.test"))

DEMO = True
