"""What the address of a page asks for; what means nothing is left out."""

from django.http import QueryDict

from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries import operators
from maillage.modules.presence.queries.ground import DEFAULT, KINDS
from maillage.modules.presence.queries.publics import Narrowed
from maillage.modules.presence.queries.shapes import Asked

SOURCES = (operators.DIRECTORY, operators.CATALOGUE, operators.BOTH)
MOST_PARTNERS = 12
"""Partners that are read of an address; the page compares the first four, and says which are left."""


def asked(data: QueryDict) -> Asked:
    """Officers: « sujet », « unite », « etape », « decoupage », « territoire », « etat », « reste »."""
    state = data.get("etat", "")
    return Asked(
        subject=_word(data, "sujet"),
        unit=_word(data, "unite"),
        stage=_stage(data),
        kind=_kind(data),
        within=_place(data),
        state=state if state in Presence.values else "",
        rest=bool(data.get("reste")),
    )


def wanted(data: QueryDict) -> operators.Wanted:
    """Operators: « etape », « source », « operateurs », « decoupage », « territoire »."""
    source = data.get("source", "")
    return operators.Wanted(
        kind=_kind(data),
        within=_place(data),
        stage=_stage(data),
        source=source if source in SOURCES else operators.DIRECTORY,
        operators=bool(data.get("operateurs")),
    )


def behind(data: QueryDict) -> operators.Behind:
    """The communes behind a figure of operators: « sujet », « organisme », « etat », « reste »."""
    state = data.get("etat", "")
    return operators.Behind(
        subject=_word(data, "sujet"),
        body=_word(data, "organisme"),
        state=state if state in Presence.values else "",
        rest=bool(data.get("reste")),
    )


def narrowed(data: QueryDict) -> Narrowed:
    """Publics and partners: « public », « besoin », « emploi », « reel », « organisme », « decoupage », « territoire »."""
    return Narrowed(
        public=_word(data, "public"),
        need=_word(data, "besoin"),
        kind=_kind(data),
        within=_place(data),
        employment=bool(data.get("emploi")),
        real=bool(data.get("reel")),
        bodies=tuple(one.strip()[:80] for one in data.getlist("avec") if one.strip())[:MOST_PARTNERS],
        body=_word(data, "organisme"),
    )


def _word(data: QueryDict, name: str) -> str:
    return data.get(name, "").strip()[:80]


def _place(data: QueryDict) -> str:
    return data.get("territoire", "").strip()


def _kind(data: QueryDict) -> str:
    kind = data.get("decoupage", "")
    return kind if kind in KINDS else DEFAULT


def _stage(data: QueryDict) -> str:
    stage = data.get("etape", "")
    return stage if stage in operators.STAGES else ""
