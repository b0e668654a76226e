"""Reads of what people have to do."""

from maillage.shared.todos.queries.heirs import heir
from maillage.shared.todos.queries.reading import (
    due,
    get,
    late_in,
    late_of,
    listing,
    of_person,
    of_subject,
    of_subjects,
    seen,
    settled,
    tabs,
    unread_about,
    unread_about_one,
)
from maillage.shared.todos.queries.shapes import Filters, TodoList, TodoRow

__all__ = [
    "Filters",
    "TodoList",
    "TodoRow",
    "due",
    "get",
    "heir",
    "late_in",
    "late_of",
    "listing",
    "of_person",
    "of_subject",
    "of_subjects",
    "seen",
    "settled",
    "tabs",
    "unread_about",
    "unread_about_one",
]
