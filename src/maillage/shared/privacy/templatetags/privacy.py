"""What a form that collects personal data says of it, from the declaration of its table."""

from django import template
from django.apps import apps
from django.utils.functional import Promise

from maillage.kit.personal import PersonalData

register = template.Library()


@register.inclusion_tag("privacy/collection_notice.html")
def collection_notice(label: str) -> dict[str, str | Promise]:
    """The sentence that the declaration of this table ("inquiries.inquiry") gives to whoever types into it.

    Raises LookupError when the table declares nothing that is typed: a form would then collect without saying why.
    """
    found = getattr(apps.get_model(label), "personal", None)
    if not isinstance(found, PersonalData) or not found.collected:
        raise LookupError(f"{label} declares no data that people type")
    return {"sentence": found.collected}
