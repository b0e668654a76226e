"""Models of pathways are data: added, corrected, ended by an administrator (H-006, H-164)."""

from datetime import date, timedelta

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import pathways
from maillage.modules.inquiries.pathways.editing import ModelDraft, StepDraft, end_model, save_model

TODAY = MONDAY.date()


def draft(**changes: object) -> ModelDraft:
    given: dict[str, object] = {
        "title": "Reprendre un atelier",
        "since": TODAY,
        "steps": [
            StepDraft(stage="financing", title="Financer"),
            StepDraft(stage="diagnostic", title="Voir"),
        ],
        "rank": 1,
    }
    return ModelDraft(**{**given, **changes})  # type: ignore[arg-type]


def test_a_model_is_added_with_its_steps_in_order(network: Network) -> None:
    made = save_model(None, draft(), at=MONDAY, actor=TERMINAL)
    assert made.code == "reprendre-un-atelier"
    assert [step.stage for step in pathways.model(made.code, TODAY).line.steps] == ["diagnostic", "financing"]


def test_two_models_of_one_title_have_two_codes(network: Network) -> None:
    codes = {save_model(None, draft(), at=MONDAY, actor=TERMINAL).code for _ in range(3)}
    assert codes == {"reprendre-un-atelier", "reprendre-un-atelier-2", "reprendre-un-atelier-3"}


def test_a_correction_leaves_the_steps_of_past_requests(network: Network) -> None:
    code = save_model(None, draft(), at=MONDAY, actor=TERMINAL).code
    steps = pathways.propose(
        subject=network.subject.code,
        profile="",
        maturity="",
        situation={},
        commune="59350",
        diagnosis=None,
        on=TODAY,
    ).steps
    inquiry = network.submit(steps=steps)
    save_model(
        code, draft(steps=[StepDraft(stage="diagnostic", title="Autre chose")]), at=MONDAY, actor=TERMINAL
    )
    assert [step.title for step in inquiry.steps.all()] == ["Voir", "Financer"]


def test_an_ended_model_is_proposed_no_more(network: Network) -> None:
    code = save_model(None, draft(since=date(2026, 1, 1)), at=MONDAY, actor=TERMINAL).code
    end_model(code, on=TODAY, at=MONDAY, actor=TERMINAL)
    assert pathways.models(pathways.ModelFilters(), TODAY)[0].current is False
    assert pathways.models(pathways.ModelFilters(), TODAY - timedelta(days=1))[0].current is True


@pytest.mark.parametrize(
    ("changes", "field"), [({"title": " "}, "title"), ({"steps": []}, "title_diagnostic")]
)
def test_a_model_that_says_nothing_is_refused(
    network: Network, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        save_model(None, draft(**changes), at=MONDAY, actor=TERMINAL)
    assert refused.value.field == field


def test_a_model_does_not_end_before_it_begins(network: Network) -> None:
    code = save_model(None, draft(), at=MONDAY, actor=TERMINAL).code
    with pytest.raises(Refused, match="avant de commencer"):
        end_model(code, on=TODAY, at=MONDAY, actor=TERMINAL)


def test_only_an_administrator_writes_models(network: Network) -> None:
    with pytest.raises(NotVisible):
        save_model(None, draft(), at=MONDAY, actor=network.actor("amina"))


def test_models_are_found_by_kind_of_company_and_subject(network: Network) -> None:
    save_model(None, draft(profiles=["artisan"]), at=MONDAY, actor=TERMINAL)
    save_model(None, draft(title="Pour tous"), at=MONDAY, actor=TERMINAL)
    found = pathways.models(pathways.ModelFilters(profile="pme"), TODAY)
    assert [line.title for line in found] == ["Pour tous"]
