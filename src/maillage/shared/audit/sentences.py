"""Operations in words, for people who read the journal. Each has its sentence: a test lists those that have none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

SENTENCES: Mapping[str, str | Promise] = {}


def said(name: str) -> str:
    """The sentence of an operation; of a write made outside any, what that means."""
    if not name:
        return _("hors opération (intervention directe sur la base, ou chargement)")
    return str(SENTENCES.get(name, name))
