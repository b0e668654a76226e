"""What partners' programs may be told of the catalogue: that a scheme is shown to everyone from now on."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.operation import Running
from maillage.modules.schemes.models import Scheme
from maillage.shared.programs import webhooks

PUBLISHED = "scheme.published"


def declare() -> None:
    """Make the event known. For ``wiring``."""
    webhooks.declare(PUBLISHED, _("un dispositif est publié"))


def published(running: Running) -> None:
    """Tell that a scheme is published, at the end of the operation that publishes it."""
    if running.name == "schemes.publish" and isinstance(running.result, Scheme):
        slug = running.result.slug
        webhooks.tell(PUBLISHED, slug, f"/api/v1/schemes/{slug}", at=running.at)
