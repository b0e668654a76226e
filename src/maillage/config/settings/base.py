"""What every installation shares. dev, test and prod say only how they differ."""

import dj_database_url
from csp.constants import NONCE, SELF

from maillage.config.settings.home import PACKAGE, database_url, home, not_an_address

INSTALLED_APPS = [
    "maillage.kit.ui",
    "maillage.shared.accounts",
    "maillage.shared.reference",
    "maillage.shared.territories",
    "maillage.shared.nomenclatures",
    "maillage.shared.directory",
    "maillage.shared.access",
    "maillage.shared.glossary",
    "maillage.shared.notices",
    "maillage.shared.files",
    "maillage.modules.crm",
    "maillage.modules.schemes",
    "maillage.modules.inquiries",
    "maillage.surfaces.portal",
    "maillage.surfaces.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maillage.kit.db.guard.ReadGuard",
]

# A page that writes on GET fails; production prefers to serve it and to tell the log.
READ_GUARD = "raise"

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions of people who sign in are rows, so that they can be ended; a visitor has none.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

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
    ),
}


def database(url: str) -> dict[str, object]:
    """A Django database from a URL; SQLite gets the settings that keep writers from losing each other."""
    try:
        settings = dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError:
        raise not_an_address(url) from None
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = SQLITE_OPTIONS
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
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# The network that this installation serves: its name and its contact are settings, its directory is data.
NETWORK_NAME = "Réseau de démonstration"
NETWORK_CONTACT = None
