"""A server that people reach: everything that protects it is on, and hosts are named by the environment."""

import os

from maillage.config.settings.dev import *  # noqa: F403
from maillage.config.settings.mail import server
from maillage.config.settings.sign_in import demanded

ALLOWED_HOSTS = os.environ["MAILLAGE_HOSTS"].split(",")
SITE_ADDRESS = os.environ.get("MAILLAGE_ADDRESS", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser keeps a cookie of this name only over HTTPS, for this machine alone and the whole of it.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
READ_GUARD = "log"
SECOND_FACTOR_REQUIRED = demanded(default=True)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
TRUSTED_PROXIES = int(os.environ.get("MAILLAGE_PROXIES", "1"))
# Whatever the environment says.
DEV_SIGN_IN = False

# Without EMAIL_URL, mails wait in the database and `maillage work` says so.
EMAIL_BACKEND = "maillage.shared.notices.transport.NoServer"
globals().update(server())
