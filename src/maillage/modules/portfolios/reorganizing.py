"""What portfolios and actions do when a unit gives what it holds to another: what is open goes with it (H-011, H-133)."""

from datetime import date

from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from maillage.modules.portfolios.models import Following, Referent
from maillage.modules.reorganizations.moving import Handing, Held, Mover
from maillage.shared.todos.models import Todo, TodoState


def held(unit: int, on: date) -> Held:
    """The companies that people of a unit follow, and those of which they are the referents."""
    rows = Following.objects.filter(unit=unit, until__isnull=True)
    leads = Referent.objects.filter(unit=unit, until__isnull=True)
    companies = {*rows.values_list("company", flat=True), *leads.values_list("company", flat=True)}
    count = len(companies)
    words = ngettext("%(n)d entreprise suivie", "%(n)d entreprises suivies", count)
    return Held(kind="portfolios.companies", count=count, words=words % {"n": count})


def move(given: Handing) -> int:
    """The people stay; their portfolios are counted in the new unit."""
    Referent.objects.filter(unit=given.old, until__isnull=True).update(unit=given.new)
    return int(Following.objects.filter(unit=given.old, until__isnull=True).update(unit=given.new))


def held_todos(unit: int, on: date) -> Held:
    """The actions that a unit has to do."""
    count = Todo.objects.filter(unit=unit, state=TodoState.OPEN).count()
    words = ngettext("%(n)d action à faire", "%(n)d actions à faire", count)
    return Held(kind="todos.open", count=count, words=words % {"n": count})


def move_todos(given: Handing) -> int:
    """What is to be done is counted in the new unit; who does it stays."""
    return int(Todo.objects.filter(unit=given.old, state=TodoState.OPEN).update(unit=given.new))


MOVERS = (
    Mover(name="portfolios.companies", label=later("les entreprises suivies"), tell=held, move=move),
    Mover(name="todos.open", label=later("les actions à faire"), tell=held_todos, move=move_todos),
)
