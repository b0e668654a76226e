"""Results claimed for a plan, and how many of them without a value (S-042)."""

from maillage.modules.means.models import ResultStatement
from maillage.modules.means.queries.results import unfigured
from maillage.modules.missions.models import Plan


def claims(plan: Plan) -> tuple[int, int]:
    """How many results are claimed for a plan, and how many of them are « non chiffré »."""
    return ResultStatement.objects.filter(plan=plan, withdrawn_at__isnull=True).count(), unfigured(plan)
