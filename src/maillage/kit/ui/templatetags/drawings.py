"""Pieces that a script draws: a map and a chart, each beside the table that says the same."""

from django import template

from maillage.kit.ui.charts import Chart
from maillage.kit.ui.maps import Map

register = template.Library()


@register.inclusion_tag("ui/map.html")
def figure_map(drawing: Map) -> dict[str, object]:
    """A map of figures by territory; the table it illustrates stands beside, with ``drawing.table`` for id."""
    return {"drawing": drawing}


@register.inclusion_tag("ui/chart.html")
def chart(drawing: Chart) -> dict[str, object]:
    """A chart with its table."""
    return {"drawing": drawing}
