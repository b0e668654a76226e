"""Where an installation keeps its things: MAILLAGE_HOME and DATABASE_URL, read once."""

import os
import secrets
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The folder of this installation: MAILLAGE_HOME, else ``var`` beside a checkout, else the user's data folder."""
    if given := os.environ.get("MAILLAGE_HOME"):
        return Path(given).expanduser().resolve()
    checkout = PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "maillage"


def database_url() -> str:
    """DATABASE_URL, else one SQLite file in the home."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'maillage.sqlite3'}"


def secret_key() -> str:
    """MAILLAGE_SECRET_KEY, else a key made once and kept in the home, readable by its owner only."""
    if given := os.environ.get("MAILLAGE_SECRET_KEY"):
        return given
    kept = home() / "secret_key"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()
