"""What the journal holds of a person is sealed with the key of that person, and that key wrapped by the installation's.

Destroying the key erases every copy at once, in the journal and in the chain of acts, whose digests still verify: what was
sealed does not change, it is only unreadable for ever (RGPD, article 17).
"""

import base64
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from maillage.shared.audit import keys
from maillage.shared.audit.models import HolderKey

NONCE_BYTES = 12
SLICE = 500
Keys = Mapping[str, bytes | None]
"""Holder → key; None when the person is forgotten, or when the key of the installation is not the one that wrapped it."""


def keys_for_writing(holders: Iterable[str], *, new: Iterable[str] = ()) -> Keys:
    """The key of each holder, made when there is none: two queries at most. A person once forgotten gets no other.

    ``new``: holders whose row was made by this very operation: nobody can have given them a key, none is looked for.
    """
    fresh = _made(sorted(set(new)))
    HolderKey.objects.bulk_create(
        [HolderKey(holder=holder, wrapped=text) for holder, (_k, text) in fresh.items()]
    )
    found: dict[str, bytes | None] = {holder: key for holder, (key, _text) in fresh.items()}
    wanted = set(holders) - set(found)
    if wanted:
        found |= keys_of(wanted)
    if missing := wanted - set(found):
        made = _made(sorted(missing))
        HolderKey.objects.bulk_create(
            [HolderKey(holder=holder, wrapped=text) for holder, (_k, text) in made.items()],
            ignore_conflicts=True,
        )
        # Read again: another process may have made the key of the same person meanwhile.
        found |= keys_of(missing)
    return found


def keys_of(holders: Iterable[str]) -> dict[str, bytes | None]:
    """The keys that exist, one query; nothing is made."""
    wrapping: AESGCM | None = None
    found: dict[str, bytes | None] = {}
    for holder, wrapped in _rows(sorted(set(holders))):
        wrapping = wrapping or AESGCM(keys.journal_key())
        found[holder] = _opened(wrapping, wrapped, holder) if wrapped else None
    return found


def _made(holders: Sequence[str]) -> dict[str, tuple[bytes, str]]:
    """A new key for each holder: the key, and the key wrapped."""
    if not holders:
        return {}
    wrapping = AESGCM(keys.journal_key())
    made = {holder: AESGCM.generate_key(256) for holder in holders}
    return {holder: (key, _sealed(wrapping, key, holder)) for holder, key in made.items()}


def _rows(holders: Sequence[str]) -> Iterator[tuple[str, str]]:
    # Written in SQL: each save of a personal row asks this, and a queryset costs as much as the save (benchmarks/audit.py).
    for start in range(0, len(holders), SLICE):
        part = holders[start : start + SLICE]
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "holder", "wrapped" FROM "{HolderKey._meta.db_table}" WHERE "holder" IN ({marks})',
                part,
            )
            yield from cursor.fetchall()


def forgotten(holders: Iterable[str]) -> dict[str, datetime]:
    """When each of these people was forgotten, for those who were."""
    rows = HolderKey.objects.filter(holder__in=set(holders), forgotten_at__isnull=False)
    return {row.holder: row.forgotten_at for row in rows if row.forgotten_at}


def seal(values: Mapping[str, Any], holder: str, found: Keys) -> str:
    """``values`` encrypted for ``holder``; "" when the person is forgotten: nothing more is kept of it."""
    key = found.get(holder)
    if key is None:
        return ""
    text = json.dumps(values, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":"))
    return _sealed(AESGCM(key), text.encode(), holder)


def unseal(sealed: str, holder: str, found: Keys) -> dict[str, Any] | None:
    """What was sealed; None when the key is destroyed or is not the right one."""
    key = found.get(holder)
    if key is None or not sealed:
        return None
    text = _opened(AESGCM(key), sealed, holder)
    return dict(json.loads(text)) if text is not None else None


def _sealed(cipher: AESGCM, plain: bytes, holder: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + cipher.encrypt(nonce, plain, holder.encode())).decode()


def _opened(cipher: AESGCM, sealed: str, holder: str) -> bytes | None:
    try:
        raw = base64.b64decode(sealed)
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], holder.encode())
    except (InvalidTag, ValueError):
        return None
