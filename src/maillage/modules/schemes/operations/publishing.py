"""Publish a scheme, or say what it lacks."""

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.operations.marking import changes_catalogue
from maillage.modules.schemes.queries.missing import missing_to_publish


@operation("schemes.publish", act=True)
@changes_catalogue
def publish(scheme: Scheme, *, actor: Actor) -> Scheme:
    """Show a draft to everyone. Refused while it lacks its title, family, public or the organisation to call (H-003)."""
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if lacking := missing_to_publish(scheme):
        raise Refused(
            "schemes.incomplete",
            f"« {scheme.title or scheme.slug} » ne peut pas être publié : il lui manque {', '.join(lacking)}.",
            way_out="Complétez la fiche, puis publiez-la.",
        )
    scheme.status = Status.PUBLISHED
    scheme.save(update_fields=["status"])
    return scheme
