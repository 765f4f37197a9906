"""One settings file; what differs between places comes from the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from citystage.config.meaning import chosen

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("CITYSTAGE_HOME", CHECKOUT / ".local")).resolve()

DEBUG = os.environ.get("DEBUG", "") == "1"
# Demonstration accounts with one click; only ``make run`` sets it.
DEMO = os.environ.get("CITYSTAGE_DEMO", "") == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
# The public address, for links in mail, feeds, QR codes and documents.
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

ROOT_URLCONF = "citystage.config.urls"
WSGI_APPLICATION = "citystage.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

INSTALLED_APPS = [
    # Has no tables of its own, but a way to make those of the others.
    "citystage.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_tasks_db",
    "django_htmx",
    # Before allauth: the shell's pages of sign-in take the place of allauth's.
    "citystage.web.shell",
    "allauth",
    "allauth.account",
    "axes",
    "citystage.foundation.tenancy",
    "citystage.foundation.meaning",
    "citystage.foundation.access",
    "citystage.foundation.directory",
    "citystage.foundation.taxonomy",
    "citystage.foundation.ledger",
    "citystage.foundation.sheets",
    "citystage.foundation.membership",
    "citystage.foundation.notices",
    "citystage.stages.intake",
    "citystage.stages.review",
    "citystage.stages.selection",
    "citystage.stages.catalogue",
    "citystage.stages.matchmaking",
    "citystage.stages.events",
    "citystage.stages.docking",
    "citystage.stages.trials",
    "citystage.stages.projects",
    "citystage.stages.evaluation",
    "citystage.cities",
    "citystage.web.public",
    "citystage.web.company",
    "citystage.web.bureau",
    "citystage.web.matching",
    "citystage.web.expert",
    "citystage.web.events",
    "citystage.web.docking",
    "citystage.web.trials",
    "citystage.web.projects",
    "citystage.web.steering",
    "citystage.web.operator",
    "citystage.web.work",
]
MIDDLEWARE = [
    "citystage.config.outage.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "citystage.config.scanning.ScanningMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "citystage.web.shell.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "citystage.web.shell.forms.ShellRenderer"
CSRF_FAILURE_VIEW = "citystage.web.shell.errors.csrf_failure"


def _database(url: str) -> dict[str, object]:
    """Read ``postgresql://user:password@host:port/name?host=/socket`` (as libpq writes it)."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": int(os.environ.get("CONN_MAX_AGE", "60")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "TEST": {"NAME": os.environ.get("CITYSTAGE_TEST_DB", "test_citystage")},
    }


# The entry points (``citystage``, the tests) start the embedded server when this is not set.
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///citystage"))}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [CHECKOUT / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = CHECKOUT / "build" / "collected"
STATICFILES_DIRS = [CHECKOUT / "build" / "static"]
MEDIA_ROOT = HOME / "files"
# The key that signs credentials of labs; made at set-up, never part of the code.
CREDENTIAL_KEY = HOME / "keys" / "credentials.pem"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": os.environ.get(
            "STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Who looks at uploads for malware (config/scanning.py), how long, and whether files are taken
# unscanned while it is away: `refuse` or `accept`.
SCANNER = os.environ.get("CITYSTAGE_SCANNER", "")
SCANNER_SECONDS = float(os.environ.get("CITYSTAGE_SCANNER_SECONDS", "30"))
SCANNER_AWAY = os.environ.get("CITYSTAGE_SCANNER_AWAY", "refuse")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

TASKS = {"default": {"BACKEND": os.environ.get("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}

# The model that gives sentence vectors: CITYSTAGE_MODEL=local|none|openai|/a/folder.
MEANING = chosen(os.environ, checkout=CHECKOUT, home=HOME)

# Who searches: `embedded` (a process of ours), `postgres`, or the address of a Qdrant server.
SEARCH_INDEX = os.environ.get("SEARCH_INDEX", "embedded")
SEARCH_INDEX_KEY = os.environ.get("SEARCH_INDEX_KEY")

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    # By user name or address; a stand-in hash keeps the time equal when nobody is found.
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "citystage.web.shell.signing_in.Adapter"
ACCOUNT_SIGNUP_FORM_CLASS = "citystage.web.shell.signing_up.NameForm"
ACCOUNT_FORMS = {"login": "citystage.web.shell.sign_in_form.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_USERNAME_VALIDATORS = "citystage.web.shell.signing_up.USERNAME_VALIDATORS"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever asks for a reset learns nothing about who has an account; a stranger gets no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords are counted by axes, in the database and so for all processes together.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip"}
# How many proxies stand in front, each adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# The moment one may try again, once told, stays.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "citystage.web.shell.signing_in.username_of"
AXES_CLIENT_IP_CALLABLE = "citystage.web.shell.signing_in.address_of"
AXES_LOCKOUT_CALLABLE = "citystage.web.shell.signing_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Mail goes into the outbox first; from there to a local file or by SMTP (``MAIL_URL``).
MAILERS = {"default": {"BACKEND": "citystage.foundation.notices.mail.OutboxBackend"}}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "CityStage <noreply@citystage.invalid>")
MAIL_URL = os.environ.get("MAIL_URL", "file://" + str(HOME / "mail"))

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if SITE_ADDRESS.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
