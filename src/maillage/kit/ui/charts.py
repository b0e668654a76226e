"""A chart of a few series: what the server says of it, drawn as SVG by the browser, with its table beneath (ADR 0041)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or one set of bars; None: not known, which is drawn as nothing and said in the table."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """A row of the table of a chart."""

    category: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart ready to be drawn. ``name`` is its own in the page; ``kind``: "bar" (lying down: long French labels fit) or "line";
    ``said``: the sentence that tells what it shows to whom does not see it; ``axis``: what a category is; ``table``: the id of the table of
    the page that says the same figures, empty: the chart brings its own."""

    name: str
    kind: str
    title: str
    said: str
    axis: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    table: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("bar", "line"):
            raise ValueError(f"a chart is made of bars or lines, not of {self.kind}")
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("each series has one value for each category")

    @property
    def rows(self) -> tuple[ChartRow, ...]:
        return tuple(
            ChartRow(category=category, values=tuple(one.values[rank] for one in self.series))
            for rank, category in enumerate(self.categories)
        )

    @property
    def data(self) -> Mapping[str, object]:
        """What the script reads."""
        return {
            "kind": self.kind,
            "said": self.said,
            "categories": list(self.categories),
            "series": [{"name": one.name, "values": list(one.values)} for one in self.series],
        }
