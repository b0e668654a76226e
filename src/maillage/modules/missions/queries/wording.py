"""Differences in French words. No word says that a mode is above another: nothing moves forward or back (S-014)."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.engines.mapping import UNKNOWN, Difference, DifferenceKind, Seen
from maillage.modules.missions.enums import Mode
from maillage.modules.missions.queries.modes import label_of

FROM = {
    Mode.AUTONOMY: gettext_lazy("de l'autonomie"),
    Mode.COOPERATION: gettext_lazy("de la coopération"),
    Mode.HARMONIZATION: gettext_lazy("de l'harmonisation"),
    Mode.INTEGRATION: gettext_lazy("de l'intégration"),
    Mode.POOLING: gettext_lazy("de la mutualisation"),
}
TO = {
    Mode.AUTONOMY: gettext_lazy("à l'autonomie"),
    Mode.COOPERATION: gettext_lazy("à la coopération"),
    Mode.HARMONIZATION: gettext_lazy("à l'harmonisation"),
    Mode.INTEGRATION: gettext_lazy("à l'intégration"),
    Mode.POOLING: gettext_lazy("à la mutualisation"),
}


def mode_words(before: Seen, after: Seen) -> str:
    """What to say after the name of a mission whose mode differs: « passe de la coopération à la mutualisation »."""
    if before.letter in FROM and after.letter in TO:
        return _("passe %(before)s %(after)s") % {"before": FROM[before.letter], "after": TO[after.letter]}
    return _(" : %(before)s → %(after)s").lstrip(" ") % {
        "before": mode_label(before),
        "after": mode_label(after),
    }


def mode_label(seen: Seen) -> str:
    """« Coopération », « à préciser : Harmonisation ou Mutualisation », « mode inconnu »."""
    if seen.letter == UNKNOWN and seen.possible:
        named = _(" ou ").join(label_of(one) for one in seen.possible)
        return _("à préciser : %(modes)s") % {"modes": named}
    return label_of(seen.letter)


def unsaid(difference: Difference) -> bool:
    """Whether a mode was known and is no more: nobody read it there, which is no change (S-046)."""
    if difference.kind is not DifferenceKind.MODE or not (difference.before and difference.after):
        return False
    return difference.after.letter == UNKNOWN and not difference.after.possible


def read_at_last(difference: Difference) -> bool:
    """Whether a mission to confirm on the first map stands on the second."""
    return difference.after is not None and not difference.after.unconfirmed


def words(difference: Difference, *, subject: str, places: dict[str, str], when: str, earlier: str) -> str:
    """One difference of the mission called ``subject`` (« « Paye » », « le domaine « Paye » »). ``places``: labels by code;
    ``when``, ``earlier``: the two days in words."""
    kind, before, after = difference.kind, difference.before, difference.after
    said = {"subject": _capital(subject), "when": when, "earlier": earlier}
    if kind is DifferenceKind.APPEARED:
        return _("%(subject)s apparaît.") % said
    if kind is DifferenceKind.GONE:
        return _("%(subject)s n'est plus sur la carte.") % said
    if kind is DifferenceKind.UNCONFIRMED and read_at_last(difference):
        return _("%(subject)s, à confirmer au %(earlier)s, figure sur la carte du %(when)s.") % said
    if kind is DifferenceKind.UNCONFIRMED and after is None:
        return _("%(subject)s, à confirmer au %(earlier)s, n'est pas sur la carte du %(when)s.") % said
    if kind is DifferenceKind.UNCONFIRMED:
        return _("%(subject)s reste à confirmer au %(when)s.") % said
    if before is None or after is None:
        raise ValueError(f"{kind}: a change has two sides")
    if unsaid(difference):
        said["mode"] = mode_label(before)
        return _("%(subject)s : mode à confirmer au %(when)s (au %(earlier)s : %(mode)s).") % said
    if kind is DifferenceKind.MODE:
        return _joined(said["subject"], mode_words(before, after)) + "."
    if kind is DifferenceKind.MOVED:
        said |= {
            "before": places.get(before.parent, before.parent),
            "after": places.get(after.parent, after.parent),
        }
        return _("%(subject)s est déplacée de « %(before)s » à « %(after)s ».") % said
    if kind is DifferenceKind.RELABELLED:
        return _("« %(before)s » est renommée « %(after)s ».") % {
            "before": before.label,
            "after": after.label,
        }
    if kind is DifferenceKind.EXCEPTION:
        return _("%(subject)s : %(chambers)s.") % {**said, "chambers": _exceptions(before, after)}
    said |= {"before": before.holder or _("non renseigné"), "after": after.holder or _("non renseigné")}
    return _("%(subject)s change de titulaire : %(before)s → %(after)s.") % said


def _exceptions(before: Seen, after: Seen) -> str:
    """Each chamber that differs otherwise than before, in words (S-007)."""
    old, new = dict(before.exceptions), dict(after.exceptions)
    told = []
    for chamber in [*old, *(one for one in new if one not in old)]:
        left, right = old.get(chamber), new.get(chamber)
        if left != right:
            line = _("ligne commune")
            told.append(
                _("pour %(chamber)s, %(before)s → %(after)s")
                % {
                    "chamber": chamber,
                    "before": label_of(left) if left else line,
                    "after": label_of(right) if right else line,
                }
            )
    return " ; ".join(told)


def _joined(subject: str, said: str) -> str:
    return f"{subject} {said}"


def _capital(subject: str) -> str:
    return subject[:1].upper() + subject[1:]


def summary(differences: Sequence[Difference], *, still: int, notes: int) -> tuple[str, ...]:
    """The differences of boxes summed up. ``still``: boxes to confirm on the later map; ``notes``: annotations that differ."""
    told = _modes(differences)
    count = Counter(one.kind for one in differences if not unsaid(one))
    found = sum(1 for one in differences if one.kind is DifferenceKind.UNCONFIRMED and read_at_last(one))
    lost = sum(1 for one in differences if unsaid(one))
    n = count[DifferenceKind.EXCEPTION]
    told.append(
        (n, ngettext("%(n)d boîte change pour un organisme", "%(n)d boîtes changent pour un organisme", n))
    )
    n = count[DifferenceKind.HOLDER]
    told.append((n, ngettext("%(n)d boîte change de titulaire", "%(n)d boîtes changent de titulaire", n)))
    n = count[DifferenceKind.MOVED]
    told.append((n, ngettext("%(n)d boîte est déplacée", "%(n)d boîtes sont déplacées", n)))
    n = count[DifferenceKind.RELABELLED]
    told.append((n, ngettext("%(n)d boîte est renommée", "%(n)d boîtes sont renommées", n)))
    n = count[DifferenceKind.APPEARED]
    told.append((n, ngettext("%(n)d boîte apparaît", "%(n)d boîtes apparaissent", n)))
    n = count[DifferenceKind.GONE]
    told.append(
        (n, ngettext("%(n)d boîte n'est plus sur la carte", "%(n)d boîtes ne sont plus sur la carte", n))
    )
    told.append((notes, ngettext("%(n)d annotation change", "%(n)d annotations changent", notes)))
    told.append(
        (
            found,
            ngettext(
                "%(n)d boîte qui restait à confirmer figure sur la carte",
                "%(n)d boîtes qui restaient à confirmer figurent sur la carte",
                found,
            ),
        )
    )
    told.append((still, ngettext("%(n)d boîte reste à confirmer", "%(n)d boîtes restent à confirmer", still)))
    told.append(
        (lost, ngettext("%(n)d mode connu reste à confirmer", "%(n)d modes connus restent à confirmer", lost))
    )
    return tuple(sentence % {"n": number} for number, sentence in told if number)


def _modes(differences: Sequence[Difference]) -> list[tuple[int, str]]:
    """« 3 boîtes passent de la coopération à la mutualisation », in the order of the letters."""
    changes = Counter(
        (one.before, one.after)
        for one in differences
        if one.kind is DifferenceKind.MODE and one.before and one.after and not unsaid(one)
    )
    by_words: dict[tuple[str, str, str], int] = {}
    for (before, after), number in changes.items():
        if before.letter in FROM and after.letter in TO:
            key = (before.letter, after.letter, f"{FROM[before.letter]} {TO[after.letter]}")
        else:
            key = (before.letter, after.letter, f": {mode_label(before)} → {mode_label(after)}")
        by_words[key] = by_words.get(key, 0) + number
    return [
        (number, _changing(said, number).replace("%(said)s", said.replace("%", "%%")))
        for (_before, _after, said), number in sorted(by_words.items())
    ]


def _changing(said: str, number: int) -> str:
    if said.startswith(":"):
        return ngettext("%(n)d boîte %(said)s", "%(n)d boîtes %(said)s", number)
    return ngettext("%(n)d boîte passe %(said)s", "%(n)d boîtes passent %(said)s", number)
