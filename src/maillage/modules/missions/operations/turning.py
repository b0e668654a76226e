"""What a projected mode changes, in one sentence: the mode, who holds it, or what the mode demands; or nothing, it is kept."""

from django.utils.translation import gettext as _

from maillage.modules.missions.models import ModeRecord

DEMANDED = ("purpose", "form", "ends_on", "pooled", "logic", "option", "variant")
"""The columns that one mode or another demands, beside its holder."""


def in_words(label: str, row: ModeRecord, before: ModeRecord | None, mode: str, known: str) -> str:
    """« Réalisation des paies » change de titulaire : X, puis Y. ``mode``, ``known``: the modes after and before, in words."""
    whose = _("« %(label)s »") % {"label": label}
    if row.chamber is not None:
        whose = _("« %(label)s », pour « %(chamber)s »,") % {"label": label, "chamber": row.chamber.name}
    said = {"whose": whose, "mode": mode, "before": known}
    if before is None:
        return _("%(whose)s : %(mode)s.") % {**said, "whose": whose.rstrip(",")}
    changes = changed(row, before)
    if "mode" in changes:
        return _("%(whose)s change de mode : %(before)s, puis %(mode)s.") % said
    if "holder" in changes:
        nobody = _("titulaire non renseigné")
        return _("%(whose)s change de titulaire : %(before)s, puis %(after)s.") % {
            **said,
            "before": before.holder.name if before.holder else nobody,
            "after": row.holder.name if row.holder else nobody,
        }
    if changes:
        labels = {"frames": _("les cadres communs"), "parties": _("qui y prend part")}
        labels |= {name: str(ModeRecord._meta.get_field(name).verbose_name) for name in DEMANDED}
        what = ", ".join(labels[name] for name in changes)
        return _("%(whose)s garde son mode, %(mode)s ; ce qui change : %(what)s.") % {**said, "what": what}
    return _("%(whose)s garde son mode : %(mode)s.") % said


def changed(row: ModeRecord, before: ModeRecord) -> tuple[str, ...]:
    """What a mode says otherwise than another: « mode », « holder », a column of DEMANDED, « frames », « parties »."""
    found = []
    if (row.mode, row.possible) != (before.mode, before.possible):
        found.append("mode")
    if row.holder_id != before.holder_id:
        found.append("holder")
    found += [name for name in DEMANDED if getattr(row, name) != getattr(before, name)]
    if set(row.frames.all()) != set(before.frames.all()):
        found.append("frames")
    if _parties(row) != _parties(before):
        found.append("parties")
    return tuple(found)


def _parties(row: ModeRecord) -> set[tuple[int, str]]:
    return set(row.parties.values_list("organization", "role"))
