"""Production: everything from the environment, and nothing unsafe accepted."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from thuiszitters.settings import connections, env
from thuiszitters.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", "Signs sessions and reset links.", minimum=50)
if SECRET_KEY.startswith("only-for-trying-out"):
    raise ImproperlyConfigured("SECRET_KEY is the one of the demo. Make one of your own.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "The host names this site answers to, exact.")
if not ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host; no wildcard is accepted.")
SITE_URL = env.url("SITE_URL", "Where people reach this site; used in mail.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "SITE_URL must start with https://; children's data is never sent open."
    )
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = connections.databases()
CELERY_BROKER_URL = connections.broker()

EMAIL_URL = env.email("EMAIL_URL", "The mail server that berichten are sent through.")
assert EMAIL_URL is not None  # noqa: S101 - required above
vars().update(EMAIL_URL)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "The sender of every mail.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.boolean(
    "SECURE_SSL_REDIRECT", "Send http to https; false only where the proxy does it.", default=True
)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if env.boolean(
    "BEHIND_PROXY", "True when a proxy that you trust sets X-Forwarded-Proto.", default=False
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
