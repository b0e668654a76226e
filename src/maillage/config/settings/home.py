"""Where an installation keeps its things: MAILLAGE_HOME and DATABASE_URL, read once."""

import os
import re
import secrets
from pathlib import Path

from maillage.kit.errors import Refused

PACKAGE = Path(__file__).resolve().parents[2]


ADDRESSES = ("sqlite", "postgres", "postgresql")


def home() -> Path:
    """The folder of this installation: MAILLAGE_HOME, else ``var`` beside a checkout, else the user's data folder.

    It may not exist yet. Raises Refused when something else than a folder stands there.
    """
    folder = _named()
    try:
        usable = folder.is_dir() or not folder.exists()
    except OSError:
        usable = False
    if not usable:
        raise _unusable(folder)
    return folder


def prepare() -> Path:
    """The folder of this installation, made when it is not there. Raises Refused when it cannot be."""
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _unusable(folder) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _unusable(folder)
    return folder


def _named() -> Path:
    if given := os.environ.get("MAILLAGE_HOME"):
        return Path(given).expanduser().resolve()
    checkout = PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "maillage"


def _unusable(folder: Path) -> Refused:
    return Refused(
        "home",
        f"« {folder} » ne peut pas être le dossier de l'installation.",
        way_out="Donnez dans MAILLAGE_HOME un dossier où vous pouvez lire et écrire, ou qui peut y être créé.",
    )


def database_url() -> str:
    """DATABASE_URL, else one SQLite file in the home. Raises Refused when it is not the address of a database."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'maillage.sqlite3'}"
    if url.partition("://")[0] not in ADDRESSES or "://" not in url:
        raise not_an_address(url)
    return url


def not_an_address(url: str) -> Refused:
    """The refusal of an address that no database can have; a password in it is not repeated."""
    shown = re.sub(r":[^:@/]*@", ":…@", url)
    return Refused(
        "database",
        f"« {shown} » n'est pas l'adresse d'une base.",
        way_out="Écrivez sqlite:////chemin/base.sqlite3 ou postgres://utilisateur@machine/base.",
        field="database",
    )


def secret_key() -> str:
    """MAILLAGE_SECRET_KEY, else a key made once and kept in the home, readable by its owner only.

    As long as the home does not exist the key is not kept: reading leaves nothing behind.
    """
    if given := os.environ.get("MAILLAGE_SECRET_KEY"):
        return given
    kept = home() / "secret_key"
    try:
        if not kept.parent.is_dir():
            return secrets.token_urlsafe(50)
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(50))
        key = kept.read_text().strip()
    except (OSError, UnicodeDecodeError):
        key = ""
    if not key:
        raise Refused(
            "secret_key",
            f"La clé de l'installation, « {kept} », ne se lit pas ou ne peut pas être gardée.",
            way_out="Vérifiez que ce fichier et son dossier vous sont ouverts, ou donnez MAILLAGE_SECRET_KEY.",
        )
    return key
