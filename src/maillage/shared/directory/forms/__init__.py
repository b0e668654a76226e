"""What a reader asks of the directory, and what an administrator types to change it."""

from maillage.shared.directory.forms.people import AddPerson, Assign, Away, CancelAbsence, Leave
from maillage.shared.directory.forms.reading import filters, service_filters
from maillage.shared.directory.forms.services import (
    STAGES,
    AddService,
    AddSubject,
    ChangeSubject,
    CorrectService,
    EndService,
    RetireSubject,
)
from maillage.shared.directory.forms.typing import Typed
from maillage.shared.directory.forms.units import (
    AddPost,
    AddUnit,
    EndPost,
    EndUnit,
    EntryDoor,
    Rename,
    Succeed,
)

__all__ = [
    "STAGES",
    "AddPerson",
    "AddPost",
    "AddService",
    "AddSubject",
    "AddUnit",
    "Assign",
    "Away",
    "CancelAbsence",
    "ChangeSubject",
    "CorrectService",
    "EndPost",
    "EndService",
    "EndUnit",
    "EntryDoor",
    "Leave",
    "Rename",
    "RetireSubject",
    "Succeed",
    "Typed",
    "filters",
    "service_filters",
]
