"""The keys of an installation inside an archive, closed by a passphrase: whoever finds the archive has only the lock."""

import base64
import json
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from maillage.kit.errors import Refused

SALT = 16
SHORTEST = 12


def close(files: dict[str, Path], passphrase: str) -> bytes:
    """These files, by name, encrypted. Raises Refused when the passphrase is too short to protect anything."""
    if len(passphrase) < SHORTEST:
        raise Refused(
            "passphrase",
            f"La phrase de passe compte moins de {SHORTEST} signes.",
            way_out="Donnez-en une plus longue dans MAILLAGE_BACKUP_PASSPHRASE, et gardez-la ailleurs que la sauvegarde.",
        )
    salt = os.urandom(SALT)
    told = {name: base64.b64encode(path.read_bytes()).decode() for name, path in files.items()}
    return salt + Fernet(_key(passphrase, salt)).encrypt(json.dumps(told).encode())


def open_with(passphrase: str, encrypted: bytes) -> dict[str, bytes]:
    """The content of each file, by name. Raises Refused when the passphrase is another one."""
    try:
        told = Fernet(_key(passphrase, encrypted[:SALT])).decrypt(encrypted[SALT:])
    except InvalidToken:
        raise Refused(
            "passphrase",
            "Cette phrase de passe n'ouvre pas les clés de la sauvegarde.",
            way_out="Donnez dans MAILLAGE_BACKUP_PASSPHRASE celle qui a servi à la faire.",
        ) from None
    return {name: base64.b64decode(content) for name, content in json.loads(told).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return base64.urlsafe_b64encode(
        Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
    )
