"""The moves of a request, as a value: from which state each act is allowed, and to which state it leads (H-048, H-074)."""

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.inquiries.enums import OPEN, Act, State

REPLY_DAYS = 60
"""For so many days after the answer, a company that writes again goes on with the same request."""

_STAY_OPEN = {state: state for state in OPEN}
_ANYWHERE = {state: state for state in State}

MOVES: dict[Act, dict[State, State]] = {
    Act.TAKE: {State.RECEIVED: State.TAKEN},
    Act.ASK: dict.fromkeys(OPEN, State.WAITING),
    Act.ANSWER: dict.fromkeys((*OPEN, State.ANSWERED, State.UNCOVERED), State.ANSWERED),
    Act.NOTE: _ANYWHERE,
    Act.UNCOVER: dict.fromkeys((*OPEN, State.ANSWERED), State.UNCOVERED),
    Act.CLOSE: dict.fromkeys((State.ANSWERED, State.UNCOVERED), State.CLOSED),
    Act.REOPEN: {
        State.ANSWERED: State.TAKEN,
        State.UNCOVERED: State.TAKEN,
        State.CLOSED: State.TAKEN,
        State.WITHDRAWN: State.RECEIVED,
    },
    Act.NOTHING: {State.TAKEN: State.ANSWERED},
    Act.WITHDRAW: dict.fromkeys(OPEN, State.WITHDRAWN),
    Act.REPLY: {
        State.RECEIVED: State.RECEIVED,
        **dict.fromkeys(
            (State.TAKEN, State.WAITING, State.ANSWERED, State.UNCOVERED, State.CLOSED), State.TAKEN
        ),
    },
    Act.INVITE: _STAY_OPEN,
    Act.FINISH_PART: _ANYWHERE,
    Act.HAND_OVER: _STAY_OPEN,
    Act.SETTLE: _STAY_OPEN,
    Act.REASSIGN: _ANYWHERE,
    Act.AMEND: {state: state for state in State if state not in (State.CLOSED, State.WITHDRAWN)},
}
"""Act → state before → state after. A state that is not a key refuses the act."""


def after(act: Act, state: str) -> State | None:
    """The state that ``act`` leads to; None when the state does not allow it."""
    return MOVES[act].get(State(state))


def why_not(act: Act, state: str) -> str:
    """Why a state refuses an act, as a French sentence; empty when it allows it."""
    if after(act, state) is not None:
        return ""
    if state == State.WITHDRAWN:
        return _("L'entreprise a retiré sa demande.")
    if state == State.CLOSED:
        return _("La demande est close.")
    if state in OPEN:
        return _("La demande attend encore une réponse.")
    if act == Act.TAKE:
        return _("La demande est déjà prise en charge.")
    return _("La demande a déjà reçu une réponse.")


def way_out(act: Act, state: str) -> str:
    """What to do when a state refuses an act."""
    if state in OPEN:
        return _("Répondez d'abord, ou dites qu'aucune aide ne couvre ce besoin.") if act != Act.TAKE else ""
    return _("Rouvrez-la d'abord : son récit et son interlocuteur sont gardés.")


def too_late() -> Refused:
    """What a company reads when it would go on with a request that ended long ago."""
    return Refused(
        "too_late",
        _("Cette demande est terminée depuis plus de %(days)s jours.") % {"days": REPLY_DAYS},
        way_out=_("Faites une nouvelle demande : ce que nous savons déjà ne vous sera pas redemandé."),
    )
