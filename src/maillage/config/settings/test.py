"""The suite: nothing kept, everything strict."""

import os

from maillage.config.settings.base import *  # noqa: F403
from maillage.config.settings.base import TEMPLATES, database
from maillage.config.settings.home import PACKAGE

SECRET_KEY = "for-tests-only-and-for-nothing-else-in-the-world"
JOURNAL_KEY = "Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHktISE="
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:"))}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# No register, whatever the machine that tests holds: a test that reads one says which.
REGISTER_HOME = PACKAGE.parents[1] / "build" / "no-register"
REGISTER_URL = ""
MESH_HOME = PACKAGE.parents[1] / "build" / "mesh-of-tests"
STATIC_ROOT = PACKAGE.parents[1] / "build" / "static-of-tests"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]
