"""Actions in the menu of the desk; they follow people who leave; whoever has late ones is told."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.directory import departures
from maillage.shared.notices import events
from maillage.shared.todos import departing, operations, policies

departures.when(departing.when_left, preview=departing.foretell)
events.declare(operations.GIVEN, _("Quelqu'un vous confie une action"), ability=policies.keeps_todos)
events.declare(
    operations.LATE,
    _("Une action que vous deviez faire est en retard"),
    hint=_("Dit une fois pour chaque jour promis."),
    default="digest",
    ability=policies.keeps_todos,
)
menu.add(
    _("À faire"), "todos:list", order=12, place=menu.DESK, ability=policies.keeps_todos, under="desk:home"
)
