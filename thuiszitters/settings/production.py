"""Production: everything from the environment, and nothing unsafe accepted."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from thuiszitters.settings import connections, env, mail
from thuiszitters.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", "Signs sessions and reset links.", minimum=50)
if SECRET_KEY.startswith("only-for-trying-out"):
    raise ImproperlyConfigured("SECRET_KEY is the one of the demo. Make one of your own.")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "The host names this site answers to, exact.")
SITE_URL = env.url("SITE_URL", "Where people reach this site; used in mail.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "SITE_URL must start with https://; children's data is never sent open."
    )
if urlsplit(SITE_URL).hostname not in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "SITE_URL names a host that is not in ALLOWED_HOSTS; the links in mail would not work."
    )
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = connections.databases()
CELERY_BROKER_URL = connections.broker()
HEALTH_TOKEN = connections.health_token()

EMAIL_URL = env.email("EMAIL_URL", "The mail server that berichten are sent through.")
assert EMAIL_URL is not None
vars().update(EMAIL_URL)
DEFAULT_FROM_EMAIL = env.sender("DEFAULT_FROM_EMAIL", "The sender of every mail.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
vars().update(mail.outbox(allow_list=""))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.boolean(
    "SECURE_SSL_REDIRECT", "Send http to https; false only where the proxy does it.", default=True
)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
if env.boolean(
    "BEHIND_PROXY",
    "True when one proxy that you trust sets X-Forwarded-Proto and X-Forwarded-For.",
    default=False,
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Who guesses passwords is known by the address the proxy saw, not by that of the proxy.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    AXES_CLIENT_IP_CALLABLE = "thuiszitters.accounts.adapter.client_ip"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
