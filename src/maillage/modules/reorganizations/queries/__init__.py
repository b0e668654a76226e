"""Reads of reorganisations: the chart on a day, the draft beside it, what would move, the open questions."""

from maillage.modules.reorganizations.queries.charts import chart, drafted_parents, in_a_circle, key_of
from maillage.modules.reorganizations.queries.pages import (
    bodies,
    choices,
    opinion_source,
    page,
    reorganizations,
    row_of,
)
from maillage.modules.reorganizations.queries.questions import (
    meetings,
    proposal_rows,
    proposals,
    question_row,
    question_to_settle,
    questions,
)
from maillage.modules.reorganizations.queries.shapes import Node

__all__ = [
    "Node",
    "bodies",
    "chart",
    "choices",
    "drafted_parents",
    "in_a_circle",
    "key_of",
    "meetings",
    "opinion_source",
    "page",
    "proposal_rows",
    "proposals",
    "question_row",
    "question_to_settle",
    "questions",
    "reorganizations",
    "row_of",
]
