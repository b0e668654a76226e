"""A development or demonstration machine: `make run`, and the terminal by default."""

import os

from maillage.config.settings.base import *  # noqa: F403
from maillage.config.settings.home import home, secret_key
from maillage.config.settings.mail import server
from maillage.config.settings.sign_in import demanded

DEBUG = False
# `maillage serve` says where it listens: without it, or reached by another name, nobody is offered by name.
DEV_SIGN_IN = os.environ.get("MAILLAGE_LISTEN") in {"127.0.0.1", "::1", "localhost"} and not os.environ.get(
    "MAILLAGE_HOSTS"
)
SECOND_FACTOR_REQUIRED = demanded(default=False)
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

# Mails become files in a folder of the installation, unless EMAIL_URL names a server.
EMAIL_FILE_PATH = home() / "mails"
EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
globals().update(server())
