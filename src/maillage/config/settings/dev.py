"""A development or demonstration machine: `make run`, and the terminal by default."""

import os

from maillage.config.settings.base import *  # noqa: F403
from maillage.config.settings.home import secret_key

DEBUG = False
SECRET_KEY = secret_key()
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("MAILLAGE_HOSTS", "").split(",")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
