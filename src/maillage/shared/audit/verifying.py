"""Was an act rewritten? The chain is walked from its first act, then held against the digests that were signed, those of the
database and those that left the server."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import Refused
from maillage.kit.jobs import job
from maillage.shared.audit import chain, closing, keys, telling
from maillage.shared.audit.models import Act, ChainHead, DayDigest

TOGETHER = timedelta(minutes=2)
"""An act is dated when it was asked and numbered when it was written: of two done together, the first dated may be second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What was rewritten. ``code``: "changed", "removed", "inserted", "digest", "key"; ``number``: of the first act."""

    code: str
    sentence: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a verification read and found, the first act first. ``notes``: what is odd and no fault."""

    acts: int
    days: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A digest of a day, as the database or a file outside holds it."""

    place: str
    content: str
    signature: str
    public_key: str

    @property
    def told(self) -> Mapping[str, Any]:
        """Its content."""
        found: Mapping[str, Any] = json.loads(self.content)
        return found

    @property
    def day(self) -> str:
        """Its day in words."""
        return telling.day(date.fromisoformat(self.told["day"]))


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What is known of the chain while it is walked."""

    digests: dict[int, str]
    read: int = 0
    last: int = 0
    fault: Fault | None = None
    notes: list[str]


def verify(against: Path | None = None, *, accepted: Iterable[str] = ()) -> Verdict:
    """Walk the chain, the digests of the database, and those of ``against`` (a folder, or one file) when given.

    ``accepted``: public keys of this installation that were replaced on purpose. Raises Refused when ``against`` holds no
    digest.
    """
    rows = list(DayDigest.objects.order_by("day"))
    inside = [_of_row(row) for row in rows]
    outside = _from_files(against) if against else []
    walk = _walked({int(one.told["last"]) for one in (*inside, *outside)})
    faults = [walk.fault] if walk.fault else []
    faults += _tail(walk)
    faults += _digests(inside, walk, set(accepted))
    faults += _columns(rows, inside)
    faults += _copies(outside, inside, walk, set(accepted))
    # Acts first, by number: what a page shows first is what to look at.
    order = {"changed": 0, "removed": 0, "inserted": 0, "digest": 1, "key": 2}
    faults.sort(key=lambda fault: (order[fault.code], fault.number))
    return Verdict(
        acts=walk.read, days=len(inside), faults=tuple(dict.fromkeys(faults)), notes=tuple(walk.notes)
    )


@job("audit.verify")
def verify_for_the_page() -> None:
    """Verify the chain, and keep what was found for the page that asked."""
    found = verify()
    closing.record_verification(
        acts=found.acts,
        days=found.days,
        faults=tuple(fault.sentence for fault in found.faults),
        at=clock.now(),
        actor=SCHEDULE,
    )


def _walked(needed: set[int]) -> _Walk:
    walk = _Walk(digests={0: chain.START}, notes=[])
    previous: Act | None = None
    for act in Act.objects.order_by("number").iterator(chunk_size=1000):
        walk.read += 1
        if walk.fault is None:
            walk.fault = _fault(act, previous)
        if previous is not None and act.at < previous.at - TOGETHER:
            walk.notes.append(
                _(
                    "L'acte n°\u00a0%(number)s est daté du %(at)s, avant celui qui le précède\u00a0: l'horloge a reculé. "
                    "L'ordre est celui des numéros."
                )
                % {"number": act.number, "at": telling.moment(act.at)}
            )
        if act.number in needed:
            walk.digests[act.number] = act.digest
        walk.last = act.number
        previous = act
    return walk


def _fault(act: Act, previous: Act | None) -> Fault | None:
    """What is wrong with an act, given the one before."""
    expected = previous.number + 1 if previous else 1
    if act.number != expected:
        return _removed(expected, act.number - 1, _of(act, _("l'acte qui suit")))
    told = chain.digest_of(act)
    if told != act.digest:
        if _would_hold(act, act.number - 1):
            return _inserted(previous or act)
        if _would_hold(act, act.number + 1):
            return _removed(expected, expected, _of(act, _("l'acte qui porte maintenant ce numéro")))
        return Fault(
            code="changed",
            number=act.number,
            sentence=_(
                "L'acte n°\u00a0%(number)s (%(id)s, %(at)s) a été modifié\u00a0: son empreinte devrait être %(told)s, "
                "elle est %(digest)s."
            )
            % _about(act, told=told[:16], digest=act.digest[:16]),
        )
    if act.previous != (previous.digest if previous else chain.START):
        return Fault(
            code="changed",
            number=expected - 1 or 1,
            sentence=_(
                "L'acte n°\u00a0%(before)s n'est plus celui que l'acte n°\u00a0%(number)s (%(id)s, %(at)s) suivait\u00a0: son "
                "empreinte devrait être %(previous)s."
            )
            % _about(act, before=expected - 1, previous=act.previous[:16]),
        )
    return None


def _would_hold(act: Act, number: int) -> bool:
    """Whether the act is whole under another number: acts were shifted."""
    kept, act.number = act.number, number
    held = chain.digest_of(act) == act.digest
    act.number = kept
    return held


def _tail(walk: _Walk) -> list[Fault]:
    head = ChainHead.objects.first()
    known = head.number if head else 0
    if walk.last < known:
        return [_removed(walk.last + 1, known, _("la tête de la chaîne le dit"))]
    if walk.last > known:
        extra = Act.objects.filter(number__gt=known).order_by("number").first()
        return [_inserted(extra)] if extra else []
    last = Act.objects.filter(number=known).first() if known else None
    if walk.fault is None and head and last and last.digest != head.digest:
        return [_rewritten(last.number, last.number, _("la tête de la chaîne le dit"))]
    return []


def _digests(inside: Sequence[Signed], walk: _Walk, accepted: set[str]) -> list[Fault]:
    """The digests of the database: signed, each after the other, and saying what the chain says."""
    faults = []
    before = chain.START
    current = _current_key()
    for one in inside:
        if not closing.holds(one.content, one.signature, one.public_key):
            faults.append(_bad_digest(one, _("sa signature n'est pas celle de son contenu")))
        elif one.told["previous"] != before:
            faults.append(_bad_digest(one, _("la clôture qui la précède a été modifiée ou retirée")))
        if current and one.public_key not in {current, *accepted}:
            faults.append(_other_key(one, current))
        faults += _held(one, walk)
        before = chain.fingerprint(one.content)
    return faults


def _columns(rows: Sequence[DayDigest], inside: Sequence[Signed]) -> list[Fault]:
    """The columns beside the content, which no signature holds: pages read them."""
    return [
        _bad_digest(one, _("ses colonnes ne disent pas ce que son contenu dit"))
        for row, one in zip(rows, inside, strict=True)
        if (row.day.isoformat(), row.first, row.last)
        != (one.told["day"], int(one.told["first"]), int(one.told["last"]))
    ]


def _copies(
    outside: Sequence[Signed], inside: Sequence[Signed], walk: _Walk, accepted: set[str]
) -> list[Fault]:
    """The digests that left the server: the database must hold the same, signed with the same key."""
    faults = []
    here = {one.told["day"]: one for one in inside}
    for one in outside:
        if not closing.holds(one.content, one.signature, one.public_key):
            faults.append(_bad_digest(one, _("sa signature n'est pas celle de son contenu")))
            continue
        same = here.get(one.told["day"])
        if same is None:
            faults.append(_bad_digest(one, _("la base ne l'a plus")))
        elif same.public_key != one.public_key and one.public_key not in accepted:
            faults.append(_other_key(one, same.public_key))
        elif same.content != one.content:
            faults.append(_bad_digest(one, _("celle de la base ne dit pas la même chose")))
        faults += _held(one, walk)
    return faults


def _held(one: Signed, walk: _Walk) -> list[Fault]:
    """What a signed digest says against what the chain holds."""
    first, last = int(one.told["first"]), int(one.told["last"])
    signed = _("la clôture signée du %(day)s (%(place)s) le dit") % {"day": one.day, "place": one.place}
    if last > walk.last:
        return [_removed(max(first, walk.last + 1), last, signed)]
    if last and walk.digests.get(last) != one.told["head"] and walk.fault is None:
        return [_rewritten(first, last, signed)]
    return []


def _removed(first: int, last: int, proof: str) -> Fault:
    sentence = (
        _("L'acte n°\u00a0%(first)s a été retiré\u00a0: %(proof)s.")
        if first >= last
        else _("Les actes n°\u00a0%(first)s à %(last)s ont été retirés\u00a0: %(proof)s.")
    )
    return Fault(
        code="removed", number=first, sentence=sentence % {"first": first, "last": last, "proof": proof}
    )


def _rewritten(first: int, last: int, proof: str) -> Fault:
    sentence = (
        _("L'acte n°\u00a0%(first)s a été réécrit\u00a0: %(proof)s.")
        if first >= last
        else _("Un acte, du n°\u00a0%(first)s au n°\u00a0%(last)s, a été réécrit\u00a0: %(proof)s.")
    )
    return Fault(
        code="changed", number=first, sentence=sentence % {"first": first, "last": last, "proof": proof}
    )


def _inserted(act: Act) -> Fault:
    return Fault(
        code="inserted",
        number=act.number,
        sentence=_(
            "L'acte n°\u00a0%(number)s (%(id)s, %(at)s) a été ajouté hors de l'application\u00a0: la chaîne n'en sait rien."
        )
        % _about(act),
    )


def _bad_digest(one: Signed, why: str) -> Fault:
    return Fault(
        code="digest",
        number=int(one.told["first"]),
        sentence=_("La clôture du %(day)s (%(place)s) n'est pas celle qui a été faite\u00a0: %(why)s.")
        % {"day": one.day, "place": one.place, "why": why},
    )


def _other_key(one: Signed, current: str) -> Fault:
    return Fault(
        code="key",
        number=int(one.told["first"]),
        sentence=_(
            "La clôture du %(day)s (%(place)s) est signée par une autre clé (%(other)s) que celle d'aujourd'hui "
            "(%(current)s)\u00a0: la clé a été remplacée."
        )
        % {"day": one.day, "place": one.place, "other": one.public_key, "current": current},
    )


def _about(act: Act, **more: object) -> dict[str, object]:
    return {"number": act.number, "id": act.act_id, "at": telling.moment(act.at), **more}


def _of(act: Act, what: str) -> str:
    return _("%(what)s (%(id)s, %(at)s) ne suit pas le précédent") % _about(act, what=what)


def _of_row(row: DayDigest) -> Signed:
    return Signed(
        place=_("dans la base"),
        content=row.content,
        signature=row.signature,
        public_key=row.public_key,
    )


def _from_files(path: Path) -> list[Signed]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found = [_of_file(file) for file in files]
    if not found:
        raise Refused(
            "no_digest",
            _("Aucune clôture dans %(path)s.") % {"path": path},
            way_out=_("Donnez le dossier où arrivent les clôtures, ou l'un de leurs fichiers."),
        )
    return found


def _of_file(path: Path) -> Signed:
    try:
        told = json.loads(path.read_text("utf-8"))
        signed = Signed(
            place=path.name,
            content=chain.canonical(told["digest"]),
            signature=str(told["signature"]),
            public_key=str(told["public_key"]),
        )
        int(signed.told["first"]), int(signed.told["last"]), date.fromisoformat(signed.told["day"])
        signed.told["head"], signed.told["previous"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            "not_a_digest",
            _("«\u00a0%(path)s\u00a0» n'est pas une clôture du journal des actes.") % {"path": path},
            way_out=_(
                "Donnez un fichier que «\u00a0maillage audit close\u00a0» a envoyé, tel qu'il est arrivé."
            ),
        ) from None
    return signed


def _current_key() -> str:
    """The public key of this installation; "" when it has none yet: verifying makes no key."""
    if not settings.AUDIT_KEY_FILE.exists():
        return ""
    return keys.public_text(keys.signing_key())
