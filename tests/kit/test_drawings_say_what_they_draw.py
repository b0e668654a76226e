import pytest
from django.template import engines

from maillage.kit.ui.charts import Chart, Series
from maillage.kit.ui.maps import Area, Figure, Map, Step, shaded, stepped


def figures(*values: int | None) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            code=str(rank),
            name=f"Lieu {rank}",
            value=value,
            words=f"{value} entreprises",
            address=f"/{rank}/",
        )
        for rank, value in enumerate(values)
    )


def mapped(*values: int | None) -> Map:
    return shaded(
        figures(*values), title="Carte", caption="Entreprises", contours="/c.geojson", table="chiffres"
    )


def test_none_and_unknown_are_steps_of_their_own() -> None:
    drawing = mapped(0, None, 5, 12_000)
    assert [(step.number, step.label) for step in drawing.steps] == [
        (0, "0"),
        (1, "5"),
        (2, "12\u202f000"),
        (-1, "non renseigné"),
    ]
    assert [area.step for area in drawing.areas] == [0, -1, 1, 2]


def test_a_figure_falls_in_one_step_only_and_steps_touch_no_value_twice() -> None:
    drawing = mapped(*range(1, 41))
    assert [step.label for step in drawing.steps] == ["1 à 10", "11 à 20", "21 à 30", "31 à 40"]
    assert [area.step for area in drawing.areas].count(2) == 10


def test_a_map_without_a_figure_has_no_step() -> None:
    assert mapped().steps == ()


def test_steps_may_be_words() -> None:
    drawing = stepped(
        [Area(code="1", name="Lille", words="personne", step=1, address="")],
        [Step(number=1, label="personne")],
        title="Qui répond",
        caption="Agents",
        contours="/c.geojson",
        table="t",
    )
    assert drawing.data == {"1": {"name": "Lille", "words": "personne", "step": 1, "to": ""}}


def render(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load drawings %}" + template).render(context)


def test_a_map_says_its_legend_in_words_and_names_its_table() -> None:
    page = render("{% figure_map drawing %}", drawing=mapped(3, 8))
    assert 'data-table="chiffres"' in page
    assert "<script" in page and "</script>" in page
    assert ">3\n" in page or "</svg>3" in page


def test_a_name_cannot_close_the_script_that_carries_it() -> None:
    evil = Figure(code="1", name="</script><b>", value=1, words="1")
    page = render(
        "{% figure_map drawing %}",
        drawing=shaded([evil], title="", caption="", contours="", table=""),
    )
    assert "</script><b>" not in page


def test_a_chart_comes_with_its_table_and_says_what_is_not_known() -> None:
    drawing = Chart(
        name="tailles",
        kind="bar",
        title="Par taille",
        said="Surtout de petites entreprises.",
        axis="Taille",
        categories=("0 salarié", "50 à 99 salariés"),
        series=(Series(name="À coup sûr", values=(1200, None)),),
    )
    page = render("{% chart drawing %}", drawing=drawing)
    assert "Surtout de petites entreprises." in page
    assert "non renseigné" in page
    assert "1\u202f200" in page or "1\xa0200" in page


def test_a_series_that_misses_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="one value for each"):
        Chart(
            name="x",
            kind="line",
            title="",
            said="",
            axis="",
            categories=("a", "b"),
            series=(Series(name="s", values=(1,)),),
        )
