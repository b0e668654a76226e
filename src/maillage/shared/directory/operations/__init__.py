"""Writes of the directory: the network's files, names, units and posts, people, who does what where."""

from maillage.shared.directory.operations.loading import FILE, Loaded, ensure, load
from maillage.shared.directory.operations.naming import rename, succeed
from maillage.shared.directory.operations.network import (
    load_people,
    load_services,
    load_subjects,
    load_units,
)
from maillage.shared.directory.operations.people import (
    Left,
    add_person,
    assign,
    cancel_absence,
    declare_absence,
    leave,
    tell_departures,
)
from maillage.shared.directory.operations.services import (
    add_subject,
    change_subject,
    correct_service,
    end_service,
    open_service,
    retire_subject,
)
from maillage.shared.directory.operations.units import (
    add_post,
    add_unit,
    choose_entry_door,
    end_post,
    end_unit,
)

__all__ = [
    "FILE",
    "Left",
    "Loaded",
    "add_person",
    "add_post",
    "add_subject",
    "add_unit",
    "assign",
    "cancel_absence",
    "change_subject",
    "choose_entry_door",
    "correct_service",
    "declare_absence",
    "end_post",
    "end_service",
    "end_unit",
    "ensure",
    "leave",
    "load",
    "load_people",
    "load_services",
    "load_subjects",
    "load_units",
    "open_service",
    "rename",
    "retire_subject",
    "succeed",
    "tell_departures",
]
