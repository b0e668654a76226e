"""What every installation shares. dev, test and prod say only how they differ."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, SELF

from maillage.config.settings.home import PACKAGE, database_url, home, not_an_address
from maillage.config.settings.sign_in import proconnect

INSTALLED_APPS = [
    "maillage.kit.jobs",
    "maillage.kit.ui",
    "maillage.shared.accounts",
    "maillage.shared.sources",
    "maillage.shared.reference",
    "maillage.shared.territories",
    "maillage.shared.nomenclatures",
    "maillage.shared.register",
    "maillage.shared.directory",
    "maillage.shared.access",
    "maillage.shared.audit",
    "maillage.shared.glossary",
    "maillage.shared.notices",
    "maillage.shared.matching",
    "maillage.shared.files",
    "maillage.shared.programs",
    "maillage.shared.privacy",
    "maillage.shared.todos",
    "maillage.shared.exchange",
    "maillage.shared.timeline",
    "maillage.modules.crm",
    "maillage.modules.missions",
    "maillage.modules.reorganizations",
    "maillage.modules.means",
    "maillage.modules.plans",
    "maillage.modules.schemes",
    "maillage.modules.interactions",
    "maillage.modules.portfolios",
    "maillage.modules.inquiries",
    "maillage.modules.presence",
    "maillage.modules.mesh",
    "maillage.surfaces.portal",
    "maillage.surfaces.desk",
    "maillage.surfaces.watch",
    "maillage.surfaces.opendata",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "auditlog",
    "django_htmx",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "maillage.kit.log.requests.Identified",
    "django.middleware.security.SecurityMiddleware",
    "maillage.kit.http.security.Headers",
    "maillage.kit.http.nul.WithoutNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "maillage.shared.accounts.language.SignInInFrench",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.shared.accounts.middleware.SignInRequired",
    "maillage.shared.access.middleware.ActorMiddleware",
    "maillage.shared.accounts.middleware.SecondFactorRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Outside the read guard too: each call of a program is counted.
    "maillage.shared.programs.middleware.Programs",
    # Outside the read guard: who read a personal file is written once the page is made.
    "maillage.shared.audit.middleware.ReadingLog",
    "maillage.kit.db.guard.ReadGuard",
]

# A page that writes on GET fails; production prefers to serve it and to tell the log.
READ_GUARD = "raise"

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People of the network sign in with an e-mail address and a password; the administrator makes accounts (ADR 0011).
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/bureau/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "maillage.shared.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Of allauth's own limits, those per account stay; those per address go, for all colleagues share one (ADR 0020). Passwords are
# counted by axes, below; "login_failed" counts codes; the link of "reset_password_from_key" cannot be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",
    "reset_password": "5/m/key",
    "reset_password_from_key": "",
}

# Five bad passwords for one account from one address: a quarter of an hour there, and nobody else waits (ADR 0020).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"
AXES_USERNAME_CALLABLE = "maillage.shared.accounts.lockout.account"
AXES_CLIENT_IP_CALLABLE = "maillage.shared.accounts.lockout.address"
AXES_LOCKOUT_CALLABLE = "maillage.shared.accounts.lockout.locked"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "kept"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The second factor. Whoever has a role adds one before anything else where it is required.
SECOND_FACTOR_REQUIRED = False
SECOND_FACTOR_KEY = os.environ.get("MAILLAGE_SECOND_FACTOR_KEY", "")
MFA_ADAPTER = "maillage.shared.accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

# ProConnect, when the environment names it. What speaks to it waits five seconds at most.
PROCONNECT = proconnect()
SOCIALACCOUNT_ADAPTER = "maillage.shared.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
CSRF_FAILURE_VIEW = "maillage.shared.accounts.views.refused_form"

# Background work: the queue is a table (docs/adr/0012).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Working days are those of metropolitan France; "57", "67", "971"… add or remove holidays.
HOLIDAYS_SUBDIVISION = None

# Mail: EMAIL_URL names the server that sends; without one, each kind of installation says what becomes of mails.
EMAIL_BACKEND = "maillage.shared.notices.transport.NoServer"
EMAIL_TIMEOUT = 20

# The journal: our own table in place of the library's, whose migrations would make one that nobody reads (ADR 0022).
AUDITLOG_LOGENTRY_MODEL = "audit.Entry"
AUDITLOG_STORE_JSON_CHANGES = True
MIGRATION_MODULES = {"auditlog": None}
# Two keys of the installation, kept outside the database: one seals what the journal holds of people, one signs each day.
JOURNAL_KEY = os.environ.get("MAILLAGE_JOURNAL_KEY", "")
JOURNAL_KEY_FILE = home() / "keys" / "journal.key"
AUDIT_KEY_FILE = Path(os.environ.get("MAILLAGE_AUDIT_KEY") or home() / "keys" / "audit_ed25519.pem")
# Where the signed digest of each day goes, outside the server: file:///folder mailto:address s3://bucket/prefix
AUDIT_EXPORT = os.environ.get("MAILLAGE_AUDIT_EXPORT", "").split()

# The folder of this installation: its keys, its files, its backups, and its database when that is SQLite.
HOME = home()

# The register of companies: the snapshots of its stock, and the public service that answers where there is none.
REGISTER_HOME = home() / "register"
REGISTER_URL = os.environ.get("MAILLAGE_REGISTER_URL", "")
# What the mesh grouped of this register: made again when it is not there.
MESH_HOME = home() / "mesh"

# Files that people send are kept outside what the web serves. A file is cut after the limit while it is received.
MEDIA_ROOT = home() / "files"
FILE_BYTES = 10 * 1024 * 1024
# Where a longer one is taken: 200,000 lines of a directorate's spreadsheet.
FILE_BYTES_OF = {"crm:imports": 64 * 1024 * 1024}
FILE_UPLOAD_HANDLERS = ["maillage.kit.http.uploads.BoundedUpload"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Sessions of people who sign in are rows, so that they can be ended; a visitor has none.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

# What is counted (kit.limits, sign-in attempts) is counted by all workers together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "maillage_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# How often a program calls the API, by its token; and anyone, by address, where no token is asked for.
API_CALLS_A_MINUTE = 120
API_CALLS_A_MINUTE_WITHOUT_TOKEN = 30

# The licence under which the network publishes its open data, as it names it; None: not chosen yet, and the page says so.
NETWORK_OPEN_LICENCE = None

# Proxies in front of the site whose X-Forwarded-For is believed: none, unless production says so.
TRUSTED_PROXIES = 0

# A sign-in page that offers the people of the demonstration by name. Only a development machine may turn it on.
DEV_SIGN_IN = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "maillage.kit.ui.context.network",
                "maillage.shared.access.context.acting",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;"
        # What is erased leaves the file too, not only its tables.
        "PRAGMA secure_delete=ON;"
    ),
}


# PostgreSQL compiles a query that looks long to make (jit): for pages, compiling takes longer than any of them.
POSTGRESQL_OPTIONS = "-c jit=off"


def database(url: str) -> dict[str, object]:
    """A Django database from a URL; SQLite gets the settings that keep writers from losing each other, PostgreSQL those of
    short queries, unless the address says its own options."""
    try:
        settings = dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError:
        raise not_an_address(url) from None
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = SQLITE_OPTIONS
    else:
        settings["OPTIONS"] = {"options": POSTGRESQL_OPTIONS} | dict(settings.get("OPTIONS") or {})
    return settings


DATABASES = {"default": database(database_url())}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
# Each file once, under the name that bears its digest; maps for developers are not worth their compression.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("br", "gz", "jpg", "map", "png", "webp", "woff", "woff2", "zip")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": ["'none'"],
        "manifest-src": [SELF],
        "frame-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# The network that this installation serves: its name and its contact are settings, its directory is data.
NETWORK_NAME = "Réseau de démonstration"
NETWORK_CONTACT = None
# Who is told of a flaw (SECURITY.md, /.well-known/security.txt): a mail address or an https address.
SECURITY_CONTACT = os.environ.get("MAILLAGE_SECURITY_CONTACT", "")
# A monitor that gives this word in the header X-Health-Token reads the details of /sante/.
HEALTH_TOKEN = os.environ.get("MAILLAGE_HEALTH_TOKEN", "")
NETWORK_SENDER = os.environ.get("MAILLAGE_SENDER", "Réseau de démonstration <ne-pas-repondre@demo.invalid>")
DEFAULT_FROM_EMAIL = NETWORK_SENDER
# Where members send the mails that are notes of companies; « +SIREN » before the @ names the company (maillage mail receive).
MAILS_TO_COMPANIES = os.environ.get("MAILLAGE_MAILS_TO", "entreprise@demo.invalid")
# The name (authserv-id, RFC 8601) by which the relay before it signs what it checked of senders. Without it no sender is believed:
# each mail waits for the member that it says it is from.
MAILS_RELAY = os.environ.get("MAILLAGE_MAILS_RELAY", "")

# The address that people type, for the links in mails; `maillage serve` gives its own when nothing is said.
SITE_ADDRESS = (
    os.environ.get("MAILLAGE_ADDRESS") or os.environ.get("MAILLAGE_SERVED") or "http://127.0.0.1:8000"
).rstrip("/")

# A page that takes longer (milliseconds) is told to the log, by its route.
SLOW_PAGE_MS = int(os.environ.get("MAILLAGE_SLOW_PAGE_MS", "2000"))
LOG_FORMAT = "json" if os.environ.get("MAILLAGE_LOG") == "json" else "discreet"

# Faults go to stderr, which whoever runs the service keeps; who was reading the page is not told.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "maillage.kit.log.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "maillage.kit.log.Json"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # A line a request, on demand; the slow ones always.
        "maillage.access": {"level": "INFO" if os.environ.get("MAILLAGE_LOG_ACCESS") == "1" else "WARNING"},
        # A page that does not exist is no fault of ours.
        "django.request": {"level": "ERROR"},
    },
}
