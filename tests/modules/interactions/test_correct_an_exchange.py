"""A correction loses nothing and opens to nobody, unless its author says so: it is withdrawn and written anew (H-073, H-239)."""

import pytest
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, later

from maillage.kit.errors import Refused
from maillage.modules.interactions import operations, policies, queries
from maillage.modules.interactions.drafts import AttendeeDraft
from maillage.modules.interactions.models import Attendee, Interaction
from maillage.shared.audit.models import Act


def acts(name: str) -> int:
    return Act.objects.filter(operation=name).count()


def seen(ground: Field, row: Interaction, who: str) -> bool:
    found = Interaction.objects.filter(policies.visible(ground.actor(who), TODAY), pk=row.pk)
    return found.exists()


@pytest.mark.parametrize(
    "changes",
    [{"reach": "network"}, {"reach": "organization", "confidential": True}, {"reach": "unit"}],
    ids=["to the network", "to the organisation", "no more confidential"],
)
def test_a_correction_opens_to_more_people_only_knowingly_and_as_an_act(
    ground: Field, changes: dict[str, object]
) -> None:
    row, amina = ground.note("amina", reach="unit", confidential=True), ground.actor("amina")
    with pytest.raises(Refused) as refused:
        operations.correct(
            row.public_id, ground.draft(**changes), "quantité", confirmed=True, at=MONDAY, actor=amina
        )
    assert refused.value.field == "sciemment"
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert Interaction.objects.count() == 1
    assert acts("interactions.open_to") == 0

    new = operations.correct(
        row.public_id,
        ground.draft(**changes),
        "quantité",
        confirmed=True,
        knowingly=True,
        at=MONDAY,
        actor=amina,
    )
    assert (new.reach, new.confidential) == (changes["reach"], changes.get("confidential", False))
    assert acts("interactions.open_to") == 1


def test_a_correction_that_changes_no_reader_is_read_by_the_same_people(ground: Field) -> None:
    row, amina = ground.note("amina", reach="unit", confidential=True), ground.actor("amina")
    draft = ground.draft(reach="unit", confidential=True, needs="Deux fours")
    new = operations.correct(row.public_id, draft, "quantité", confirmed=True, at=MONDAY, actor=amina)
    assert (new.unit_id, new.by_organization_id) == (row.unit_id, row.by_organization_id)
    assert [who for who in ("basile", "bruno", "driss") if seen(ground, new, who)] == ["basile"]
    assert acts("interactions.open_to") == 0


@pytest.mark.requirement("S-123")
@pytest.mark.requirement("H-239")
def test_the_form_of_a_correction_brings_back_all_that_was_said(ground: Field, client) -> None:  # type: ignore[no-untyped-def]
    row = ground.note(
        "amina",
        kind="visit",
        at=later(-1),
        subject=ground.subject.code,
        groups=("heads", "young"),
        needs="Un four",
        attendees=(AttendeeDraft(person=ground.people["driss"].pk),),
    )
    client.force_login(ground.people["amina"].user)
    page = client.get(f"/bureau/echanges/{row.public_id}/corriger/")
    form = page.context["form"]
    assert form["sujet"].value() == ground.subject.code
    assert form["publics"].value() == ["heads", "young"]
    assert form["participants"].value() == "Driss Essaidriss"
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    sent["jour"] = f"{sent['jour']:%Y-%m-%d}"

    answer = client.post(
        f"/bureau/echanges/{row.public_id}/corriger/",
        {**sent, "act": "correct", "besoins": "Deux fours", "pourquoi": "quantité", "confirme": "on"},
    )

    assert answer.status_code == 302, answer.context["form"].errors
    new = Interaction.objects.get(instead_of=row)
    card = queries.get(new.public_id, ground.actor("amina"), at=MONDAY)
    assert card.groups == ("chefs d'entreprise", "jeunes")
    assert card.row.subject_code == ground.subject.code
    assert [one.name for one in card.attendees] == ["Driss Essaidriss"]
    assert [part.text for part in card.report] == ["Deux fours"]


def test_who_does_not_read_what_is_confidential_is_let_in_only_knowingly_and_as_an_act(ground: Field) -> None:
    row, amina = ground.note("amina", reach="unit", confidential=True), ground.actor("amina")
    driss, basile = (AttendeeDraft(person=ground.people[one].pk) for one in ("driss", "basile"))
    operations.add_attendee(row.public_id, basile, at=MONDAY, actor=amina)
    with pytest.raises(Refused) as refused:
        operations.add_attendee(row.public_id, driss, at=MONDAY, actor=amina)
    assert refused.value.field == "sciemment"
    assert "Driss Essaidriss" in str(refused.value)
    with pytest.raises(Refused):
        draft = ground.draft(reach="unit", confidential=True, attendees=(driss,))
        operations.correct(row.public_id, draft, "oubli", confirmed=True, at=MONDAY, actor=amina)
    assert not seen(ground, row, "driss")
    assert acts("interactions.let_in") == 0

    operations.add_attendee(row.public_id, driss, knowingly=True, at=MONDAY, actor=amina)

    assert seen(ground, row, "driss")
    assert acts("interactions.let_in") == 1


def test_a_report_lets_nobody_in_to_what_is_confidential_unless_knowingly(ground: Field) -> None:
    amina = ground.actor("amina")
    draft = ground.draft(at=later(1), reach="unit", confidential=True)
    planned = operations.record(draft, confirmed=True, at=MONDAY, actor=amina)
    report = ground.draft(at=later(1), attendees=(AttendeeDraft(person=ground.people["driss"].pk),))
    with pytest.raises(Refused):
        operations.finish(planned.public_id, report, at=later(2), actor=amina)
    operations.finish(planned.public_id, report, knowingly=True, at=later(2), actor=amina)
    assert Attendee.objects.filter(interaction=planned).count() == 1


@pytest.mark.requirement("S-123")
def test_the_form_asks_to_know_only_where_something_is_confidential(ground: Field, client) -> None:  # type: ignore[no-untyped-def]
    closed = ground.note("amina", reach="unit", confidential=True)
    wide = ground.note("amina")
    client.force_login(ground.people["amina"].user)
    asked = {
        row: "sciemment" in client.get(f"/bureau/echanges/{row.public_id}/").context["forms"]["invite"].fields
        for row in (closed, wide)
    }
    assert asked == {closed: True, wide: False}
    answer = client.post(
        f"/bureau/echanges/{closed.public_id}/",
        {"act": "invite", "participants": "Driss Essaidriss"},
    )
    assert answer.status_code == 422
    assert "Cet échange est confidentiel" in answer.content.decode()
