"""What an exception means for the person at the terminal: a sentence and what to do, never a traceback."""

import sys
from typing import Any

from maillage.cli import NotReady
from maillage.kit.errors import Refused

NO_TABLES = ("no such table", "no such column")
DAMAGED = ("file is not a database", "malformed", "file is encrypted", "unsupported file format")
UNDEFINED_TABLE = ("42P01", "42703")
"""PostgreSQL's codes of an undefined table and of an undefined column."""


def understood(error: Exception) -> Refused | NotReady | None:
    """The refusal that ``error`` amounts to; None when it is a fault of ours, which nobody foresaw."""
    # Django's errors are known only once a command has imported it.
    if "django.db.utils" in sys.modules:
        from django.db.utils import Error

        if isinstance(error, Error):
            return _database(error)
    if isinstance(error, OSError) and error.filename is not None:
        return Refused(
            "file",
            f"« {error.filename} » ne peut être ni lu ni écrit.",
            way_out="Vérifiez qu'il existe, qu'il vous est ouvert et qu'il reste de la place sur le disque.",
        )
    return None


def unforeseen(error: Exception) -> Refused:
    """The last net: what nobody foresaw, by the name of its class."""
    return Refused(
        "unforeseen",
        f"Une erreur que le programme n'a pas prévue l'a arrêté : {type(error).__name__}.",
        way_out="Relancez avec MAILLAGE_DEBUG=1 pour le détail.",
    )


def _database(error: Exception) -> Refused | NotReady | None:
    from django.db import connection

    told = str(error)
    settings = connection.settings_dict
    if (
        any(sign in told for sign in NO_TABLES)
        or getattr(error.__cause__, "sqlstate", None) in UNDEFINED_TABLE
    ):
        return NotReady("La base de données est absente ou incomplète.")
    if connection.vendor == "sqlite":
        return _sqlite(told, settings["NAME"])
    if type(error).__name__ in ("OperationalError", "InterfaceError"):
        return _server(told, settings)
    return None


def _sqlite(told: str, file: object) -> Refused | None:
    if any(sign in told for sign in DAMAGED):
        return Refused(
            "damaged",
            f"Le fichier « {file} » est abîmé, ou n'est pas une base SQLite.",
            way_out="Remettez une sauvegarde à sa place, ou renommez-le et lancez « maillage init ».",
        )
    if "unable to open" in told or "readonly" in told or "disk" in told:
        return Refused(
            "closed",
            f"La base « {file} » ne s'ouvre pas, ou ne peut pas être écrite.",
            way_out="Vérifiez que son dossier existe, qu'il vous est ouvert en écriture et qu'il reste de la place.",
        )
    if "locked" in told:
        return Refused(
            "locked",
            f"Un autre programme écrit dans la base « {file} ».",
            way_out="Attendez qu'il ait fini, puis recommencez.",
        )
    return None


def _server(told: str, settings: dict[str, Any]) -> NotReady:
    name, host = settings["NAME"], settings["HOST"] or "cette machine"
    place = f"{host}, port {settings['PORT']}" if settings["PORT"] else host
    if "database" in told and "does not exist" in told:
        return NotReady(
            f"Le serveur ({place}) n'a pas de base « {name} ».",
            way_out="Créez-la, ou corrigez DATABASE_URL (--database pour init).",
        )
    if "authentication" in told or "does not exist" in told or "no password" in told:
        return NotReady(
            f"Le serveur ({place}) refuse l'accès à la base « {name} ».",
            way_out="Vérifiez l'utilisateur et le mot de passe de DATABASE_URL (--database pour init).",
        )
    return NotReady(
        f"La base de données ne répond pas ({place}).",
        way_out="Vérifiez le nom de la machine et le port dans DATABASE_URL (--database pour init), que PostgreSQL est "
        "démarré, et que cette machine peut le joindre.",
    )
