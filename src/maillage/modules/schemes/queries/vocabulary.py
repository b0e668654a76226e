"""Themes and objectives in the order of French, whatever the database sorts by."""

from maillage.kit.text import searchable
from maillage.modules.schemes.models import Objective, Theme


def by_name(model: type[Theme] | type[Objective]) -> list[tuple[str, str]]:
    """The slugs and names, by name; accents do not count."""
    return sorted(model.objects.values_list("slug", "name"), key=lambda pair: searchable(pair[1]))
