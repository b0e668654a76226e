"""Acts that are done on many companies at once: each app adds its own, in its ``wiring`` («mettre au portefeuille»)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from maillage.kit.actor import Actor
from maillage.modules.crm.models import Company
from maillage.shared.directory.forms.typing import Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an act did with one company: a sentence, and what undoing it needs (values that JSON knows; None: nothing to undo)."""

    sentence: str
    undo: Any = None


Do = Callable[[Company, Mapping[str, Any], datetime, Actor], Effect]
"""Do it with one company and what was typed. Raises Refused: the others are done all the same."""
Undo = Callable[[Any, datetime, Actor], str]
"""Undo what one effect kept; answers a sentence. Raises Refused when somebody built on it since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAct:
    """One act. ``code``: «crm.note_aid»; ``form``: what is typed once for all the companies; ``ability``: who is offered it."""

    code: str
    label: str | Promise
    form: type[Typed]
    do: Do
    undo: Undo
    ability: Callable[[Actor], bool]


_acts: dict[str, CompanyAct] = {}


def also(act: CompanyAct) -> CompanyAct:
    """Offer one more act. For ``wiring``; the same code again replaces it."""
    _acts[act.code] = act
    return act


def acts(actor: Actor) -> tuple[CompanyAct, ...]:
    """The acts that the actor may do on many companies, in the order in which they were added."""
    if actor.reads_only:
        return ()
    return tuple(act for act in _acts.values() if act.ability(actor))


def act(code: str) -> CompanyAct | None:
    """The act of that code, whoever asks; None when no app offers it any more."""
    return _acts.get(code)
