"""Differences in French words. No word says that a mode is above another: nothing moves forward or back (S-014)."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from maillage.engines.mapping import UNKNOWN, Difference, DifferenceKind, Seen
from maillage.kit.text import NO_BREAK
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
    """What to say after the name of a mission whose mode differs, its space included: « passe de la coopération à la
    mutualisation », « : mode non renseigné → Intégration »."""
    said = _change(before.letter, before.possible, after.letter, after.possible, get_language())
    return f" {said}" if before.letter in FROM and after.letter in TO else f"{NO_BREAK}: {said}"


@lru_cache(maxsize=512)
def _change(
    letter: str, possible: tuple[str, ...], then: str, among: tuple[str, ...], _language: str | None
) -> str:
    """The words of a change, made once a language: hundreds of boxes may change alike."""
    if letter in FROM and then in TO:
        return _("passe %(before)s %(after)s") % {"before": FROM[letter], "after": TO[then]}
    said = {"before": _mode_label(letter, possible), "after": _mode_label(then, among)}
    return _("%(before)s → %(after)s") % said


def mode_label(seen: Seen) -> str:
    """« Coopération », « à préciser : Harmonisation ou Mutualisation », « mode non renseigné »."""
    return _mode_label(seen.letter, seen.possible)


def _mode_label(letter: str, possible: tuple[str, ...]) -> str:
    if letter == UNKNOWN and possible:
        named = _(" ou ").join(label_of(one) for one in possible)
        return _("à préciser : %(modes)s") % {"modes": named}
    return label_of(letter)


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
        return f"{said['subject']}{mode_words(before, after)}."
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


def _capital(subject: str) -> str:
    return subject[:1].upper() + subject[1:]


def summary(
    differences: Sequence[Difference], *, still: int, notes: int, followed: int = 0
) -> tuple[str, ...]:
    """The differences of boxes summed up. ``still``: boxes to confirm on the later map; ``notes``: annotations that differ;
    ``followed``: boxes whose column took another name, moved with it (S-060)."""
    modes = _modes(differences)
    told: list[tuple[int, str]] = []
    count = Counter(one.kind for one in differences if not unsaid(one))
    found = sum(1 for one in differences if one.kind is DifferenceKind.UNCONFIRMED and read_at_last(one))
    lost = sum(1 for one in differences if unsaid(one))
    n = count[DifferenceKind.EXCEPTION]
    told.append(
        (n, ngettext("%(n)d boîte change pour un organisme", "%(n)d boîtes changent pour un organisme", n))
    )
    n = count[DifferenceKind.HOLDER]
    told.append((n, ngettext("%(n)d boîte change de titulaire", "%(n)d boîtes changent de titulaire", n)))
    n = count[DifferenceKind.MOVED] + followed
    moved = ngettext("%(n)d boîte est déplacée", "%(n)d boîtes sont déplacées", n)
    if followed:
        moved += _(", dont %(followed)s avec son domaine, qui change de nom") % {"followed": followed}
    told.append((n, moved))
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
    return (*modes, *(sentence % {"n": number} for number, sentence in told if number))


def _modes(differences: Sequence[Difference]) -> list[str]:
    """« 3 boîtes passent de la coopération à la mutualisation », in the order of the letters."""
    found: dict[tuple[str, str, str], int] = {}
    for one in differences:
        if one.kind is DifferenceKind.MODE and one.before and one.after and not unsaid(one):
            key = (one.before.letter, one.after.letter, mode_words(one.before, one.after))
            found[key] = found.get(key, 0) + 1
    return [_changing(before, after, said, number) for (before, after, said), number in sorted(found.items())]


def _changing(before: str, after: str, said: str, number: int) -> str:
    if before in FROM and after in TO:
        words = ngettext(
            "%(n)d boîte passe %(before)s %(after)s", "%(n)d boîtes passent %(before)s %(after)s", number
        )
        return words % {"n": number, "before": FROM[before], "after": TO[after]}
    return (ngettext("%(n)d boîte", "%(n)d boîtes", number) % {"n": number}) + said
