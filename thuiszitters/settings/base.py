"""What every environment shares. Nothing here is a secret and nothing is unsafe by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from thuiszitters.logs import without_refusal_traceback

BASE_DIR = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "guardian",
    "pgtrigger",
    "rest_framework",
    "thuiszitters.ui",
    "thuiszitters.audit",
    "thuiszitters.accounts",
    "thuiszitters.berichten",
    "cases",
    "pact",
    "monitoring",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "thuiszitters.accounts.middleware.HtmxLoginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thuiszitters.accounts.middleware.ActingAsMiddleware",
    "thuiszitters.accounts.middleware.DenyByDefaultMiddleware",
    "thuiszitters.accounts.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "thuiszitters.urls"
WSGI_APPLICATION = "thuiszitters.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thuiszitters.accounts.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "thuiszitters.ui.forms.FormRenderer"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".static"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# --- people -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "thuiszitters.ui.passwords.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "thuiszitters.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
# Guarding against guessing is axes' work: it counts in the database, so every process agrees.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reset_password": "20/h/ip,5/h/key"}

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
# By person and address together: otherwise anybody could lock a colleague out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429
SILENCED_SYSTEM_CHECKS = ["axes.W003", "guardian.W001"]

# Guardian's rights hang on organisations; the door itself is `visible_to`, which does not
# listen to global permissions, so guardian's own authentication backend is not installed.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
GUARDIAN_AUTO_PREFETCH = False

# --- safety -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- API ----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["thuiszitters.accounts.api.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Thuiszitters",
    "DESCRIPTION": "Read-only access to the casussen your organisation may see.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

# --- mail ---------------------------------------------------------------------------------
EMAIL_TIMEOUT: float = 20
DEFAULT_FROM_EMAIL = "Thuiszitters <geen-antwoord@localhost>"
BERICHT_MAX_ATTEMPTS = 8
BERICHT_LEASE_SECONDS = 300
BERICHT_SEND_SECONDS: float = 60
"""How long handing over one mail may take; well below the lease."""
BERICHT_BACKOFF_SECONDS: float = 60
"""The first pause after a refusal; it doubles each time, up to four hours."""
BERICHT_ONZEKER_SECONDS = 4 * 60 * 60
"""How long to go on asking a relay that does not answer before the mail is sent again."""
BERICHT_RUN_SECONDS = 150
"""How long one job goes on claiming mail: with the last mail well below the soft time limit."""
MAIL_ALLOW_LIST: list[str] = []
BOUNCE_ADDRESS = ""
RELAY_QUERY_URL = ""
RELAY_QUERY_TOKEN = ""
RELAY_SETTLE_SECONDS: float = 300
MAIL_DIR: Path | None = None
"""Where mail is written to files instead of sent; None when it really leaves."""

# --- jobs ---------------------------------------------------------------------------------
# Celery is the alarm clock, never the memory: nothing here carries more than ids, and every
# job can be run again at any time. See docs/adr.
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 4 * 60
CELERY_TASK_TIME_LIMIT = 5 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A broker that is away is asked once more and then let be: whoever saves a form waits for it.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
WATCH_SECONDS = 150
"""How long one job goes its round before it makes room for others; the next one goes on."""
AFSTEMMING_SECONDS = 120
"""How long one job goes on with the reconciliation before it makes room for others."""
# Each of these looks at dates and states, not at having run: one that is missed or comes twice
# changes nothing. What waits too long in the queue has been overtaken by the next (`expires`).
CELERY_BEAT_SCHEDULE = {
    "watch-every-morning": {
        "task": "monitoring.watch",
        "schedule": crontab(hour=6, minute=0),
    },
    "watch-every-hour": {
        "task": "monitoring.watch",
        "schedule": crontab(minute=17),
    },
    "send-berichten": {
        "task": "berichten.send",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    # Every hour, for a morning on which the worker came late: one a day per person.
    "bundle-berichten": {
        "task": "berichten.bundle",
        "schedule": crontab(minute=5),
    },
    "afstemming": {
        "task": "monitoring.afstemming",
        "schedule": crontab(hour=5, minute=30),
    },
    # It goes on by itself; this is for when that got lost.
    "afstemming-again": {
        "task": "monitoring.afstemming",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "storingen": {
        "task": "monitoring.storingen",
        "schedule": crontab(hour=7, minute=30),
    },
}

# --- looking after it ----------------------------------------------------------------------
HEALTH_TOKEN = ""
BANIER_SECONDS = 60
"""How long a process goes by what it knows of the last round before it asks again."""

# --- imported lists ------------------------------------------------------------------------
INLEZEN_MAX_BYTES = 20 * 1024 * 1024
INLEZEN_MAX_UITGEPAKT = 100 * 1024 * 1024
"""What an XLSX may unpack to; the zip directory tells it beforehand."""
INLEZEN_MAX_RIJEN = 100_000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "refusals": {
            "()": "django.utils.log.CallbackFilter",
            "callback": without_refusal_traceback,
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}

DEMO = False
"""True where composed demo data and its open mailbox may be shown; never in production."""
