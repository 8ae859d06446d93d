"""What does a deployment decide? Everything here comes from the environment.

What an administrator decides in the product is in `core/preferences.py`. `./run` sets nothing a plain
`manage.py` would miss, so both speak to the same database and the same files.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from segue.config.environment import closed, env, env_bool, env_hours, env_list, given_key, secret_key

BASE_DIR = Path(__file__).resolve().parents[2]

# IMMEDIATE takes the write lock at BEGIN: without it most concurrent writes fail with "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
    ),
}


POSTGRESQL_OPTIONS = {
    "application_name": "segue",  # by it a restore sees that we are running
    # The server plans a statement once and knows it afterwards: planning costs more than most of ours take to run.
    "server_side_binding": True,
    "prepare_threshold": 5,
    # Statements are compiled for the larger reports only, of which none runs long enough to win that time back.
    "options": "-c jit=off",
}


def database(url: str) -> dict[str, Any]:
    """The default database named by a URL; connections stay open between requests."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        return config | {"ENGINE": "segue.core.sqlite", "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}
    return config | {
        "ENGINE": "segue.core.postgresql",
        "OPTIONS": POSTGRESQL_OPTIONS | config.get("OPTIONS", {}),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# Where things are -----------------------------------------------------------------------------------------

HOME = Path(env("SEGUE_HOME") or BASE_DIR / "var").resolve()
FILES_DIR = HOME / "files"
GUIDE_DIR = BASE_DIR / "docs" / "guide"  # read at run time: what the help pages show
SECRET_KEY = given_key(env("SEGUE_SECRET_KEY")) or secret_key(HOME / "secret.key")
DATABASES = {"default": database(env("DATABASE_URL") or f"sqlite:///{closed(HOME / 'db.sqlite3')}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may call, and under which address ----------------------------------------------------------------------

PUBLIC_URL = env("SEGUE_URL").rstrip("/")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([PUBLIC_HOST] if PUBLIC_HOST else []), *env_list("SEGUE_HOSTS")]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
DEBUG = env_bool("SEGUE_DEBUG")  # shows code and settings to whoever makes an error happen
DEMO = env_bool("SEGUE_DEMO")  # shows sign-ins that everybody knows; `./run` says yes when the database has them
if (DEBUG or DEMO) and len(ALLOWED_HOSTS) > 3:  # noqa: PLR2004  the three names of this machine
    raise ImproperlyConfigured(
        "SEGUE_DEBUG and SEGUE_DEMO are for this machine only: not with SEGUE_URL or SEGUE_HOSTS."
    )
# Requests over http are the proxy's to redirect: it alone knows whether it speaks https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# By this beginning of their names browsers know that no other host may set them; they want https for it.
OURS = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{OURS}sessionid", f"{OURS}csrftoken"
CSRF_COOKIE_HTTPONLY = True  # scripts read the token in the page
SESSION_COOKIE_AGE = 3600 * env_hours("SEGUE_SESSION_HOURS", "12", most=720)  # since the sign-in, also of who works on
X_FRAME_OPTIONS = "DENY"
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

# A form with a large text gets a 400 from Django instead of filling the memory; uploaded files are not counted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # 500 product rows have ten fields each

# What the product is made of --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_vite",
    "django_cotton",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "segue.core",
    "segue.crm",
    "segue.importers",
    "segue.web",
]

# Sign-in is required everywhere: a page for strangers says so with @login_not_required.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "segue.web.middleware.Packed",
    "segue.web.careful.careful",
    "segue.web.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "segue.web.middleware.keeping",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "segue.web.middleware.SignedIn",
    "segue.web.careful.bounded",
    "allauth.account.middleware.AccountMiddleware",
    "segue.web.middleware.SignInRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "segue.web.middleware.viewing",
    "segue.web.middleware.personal",
    "segue.web.middleware.unchanged",
    "segue.web.middleware.kept",
    "segue.web.middleware.seen",
    "segue.web.middleware.SecondFactorRequired",
    "segue.web.middleware.readable",
    "segue.web.middleware.Refusals",
]

ROOT_URLCONF = "segue.config.urls"
WSGI_APPLICATION = "segue.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "segue.web.components.shell.context",
            ],
        },
    }
]
COTTON_DIR = "components"

# People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["segue.core.sessions.Backend"]
SESSION_ENGINE = "segue.core.sessions"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

PASSWORD_RESET_TIMEOUT = 3600  # seconds that the link in the mail holds

# django-allauth: its forms and checks stand behind pages of ours (segue/web/accounts), so few of its settings matter.
ACCOUNT_ADAPTER = "segue.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds until a change of what protects an account asks for the password
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # an address that failed five times waits for five minutes
    "reset_password": "20/m/ip,3/15m/key",
}
MFA_ADAPTER = "segue.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # also as second factor: what is asked there, a passkey alone could answer
MFA_TOTP_ISSUER = "Segue"
MFA_TOTP_TOLERANCE = 1  # a code holds half a minute longer than the app shows it: people type, and clocks differ
# Behind a proxy, everybody comes from its address: the caller's stands in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0

# Single sign-on, by OpenID Connect; the address is the provider's, as its documents call "issuer".
OIDC_URL = env("SEGUE_OIDC_URL").removesuffix("/.well-known/openid-configuration").rstrip("/")
OIDC_CLIENT = env("SEGUE_OIDC_CLIENT")
OIDC_SECRET = env("SEGUE_OIDC_SECRET")
OIDC_NAME = env("SEGUE_OIDC_NAME", "Single sign-on")
if any((OIDC_URL, OIDC_CLIENT, OIDC_SECRET)) and not all((OIDC_URL, OIDC_CLIENT, OIDC_SECRET)):
    raise ImproperlyConfigured("SEGUE_OIDC_URL, SEGUE_OIDC_CLIENT and SEGUE_OIDC_SECRET belong together.")
if OIDC_URL and urlsplit(OIDC_URL).scheme != "https" and urlsplit(OIDC_URL).hostname not in LOOPBACK:
    raise ImproperlyConfigured("SEGUE_OIDC_URL must begin with https://.")

# What all processes have to know of one another, such as how often somebody tried to sign in. Of a flood of
# entries some are thrown out, whatever their age, so there is room.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",  # named like our other tables, which a restore knows ours by
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each in its own words, so never translated
LOCALE_PATHS = [BASE_DIR / "segue" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# What browsers run in the background; one file, served as it is.
SERVICE_WORKER = BASE_DIR / "frontend" / "src" / "worker.js"

# Static files: Vite names them by their content, so Django must not name them again (a chunk that imports
# another chunk would load it twice under two names); whitenoise only compresses them.

VITE_DIR = BASE_DIR / "segue" / "web" / "static" / "build"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/assets/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
DJANGO_VITE = {"default": {"static_url_prefix": "build", "manifest_path": VITE_DIR / "manifest.json"}}

# Jobs, mail, logs -------------------------------------------------------------------------------------------

TASKS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
vars().update(environ.Env.email_url_config(env("EMAIL_URL") or "consolemail://"))  # else the worker prints them
EMAIL_TIMEOUT = 10  # seconds that the worker waits for a mail server that says nothing
DEFAULT_FROM_EMAIL = env("SEGUE_MAIL_FROM") or f"Segue <segue@{PUBLIC_HOST or 'localhost'}>"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "segue.lib.log_lines.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "fido2": {"level": "WARNING"}},
}
