"""Writes: draft, walk the compliance path, decide, apply on the day, drop; ask and settle questions of positioning."""

from maillage.modules.reorganizations.operations.applying import apply, apply_due
from maillage.modules.reorganizations.operations.drafting import (
    ChangeInput,
    PathInput,
    add_change,
    decide,
    drop,
    open_draft,
    remove_change,
    walk,
)
from maillage.modules.reorganizations.operations.loading import load
from maillage.modules.reorganizations.operations.questions import (
    ask,
    meet,
    propose,
    settle,
)

__all__ = [
    "ChangeInput",
    "PathInput",
    "add_change",
    "apply",
    "apply_due",
    "ask",
    "decide",
    "drop",
    "load",
    "meet",
    "open_draft",
    "propose",
    "remove_change",
    "settle",
    "walk",
]
