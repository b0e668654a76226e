"""Officers and intercommunalities visit together: one report, that all of them read (H-239)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, later

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.models import Company
from maillage.modules.interactions import operations, queries, reading
from maillage.modules.interactions.drafts import AttendeeDraft
from maillage.modules.interactions.models import Attendee
from maillage.shared.directory import departures
from maillage.shared.directory.models import Post, Tenure
from maillage.shared.notices.models import Mail
from maillage.shared.timeline.queries import story


@pytest.mark.requirement("H-239")
def test_every_participant_reads_the_one_report_whatever_its_circle(ground: Field) -> None:
    guests = reading.attendees("Driss Essaidriss\nPaule Dehors, Intercommunalité d'essai", TODAY)
    row = ground.note(
        "amina", kind="visit", reach="unit", confidential=True, attendees=guests, needs="Un terrain"
    )

    card = queries.get(row.public_id, ground.actor("driss"), at=MONDAY)

    assert [part.text for part in card.report] == ["Un terrain"]
    assert [(one.name, one.place, one.reads) for one in card.attendees] == [
        ("Driss Essaidriss", "Intercommunalité d'essai", True),
        ("Paule Dehors", "Intercommunalité d'essai", False),
    ]
    with pytest.raises(Refused):
        operations.withdraw(row.public_id, "non", at=MONDAY, actor=ground.actor("driss"))
    with pytest.raises(NotVisible):
        queries.get(row.public_id, ground.actor("bruno"), at=MONDAY)


@pytest.mark.requirement("H-239")
def test_a_joint_visit_is_told_once_to_each(ground: Field) -> None:
    both = (AttendeeDraft(person=ground.people["driss"].pk), AttendeeDraft(person=ground.people["basile"].pk))
    ground.note("amina", kind="visit", attendees=both)
    for who in ("amina", "basile", "driss"):
        told = story("crm.company", ground.companies[0].pk, ground.actor(who), TODAY).entries
        visits = [one.sentence for one in told if one.kind == "interactions.visit"]
        assert len(visits) == 1
        assert "Amina Essaiamina, avec Driss Essaidriss, Basile Essaibasile, visite" in visits[0]
        assert len(queries.of_actor(ground.actor(who), tab="faits", page="1", at=MONDAY).rows) == 1


def test_who_is_associated_is_told_by_mail_once_and_removed_reads_no_more(ground: Field) -> None:
    guest = AttendeeDraft(person=ground.people["driss"].pk)
    row = ground.note("amina", reach="unit", attendees=(guest, guest))
    operations.add_attendee(row.public_id, guest, at=MONDAY, actor=ground.actor("amina"))
    assert Mail.objects.filter(to="driss@essai.invalid").count() == 1
    (line,) = Attendee.objects.all()
    operations.remove_attendee(row.public_id, line.pk, at=MONDAY, actor=ground.actor("amina"))
    with pytest.raises(NotVisible):
        queries.get(row.public_id, ground.actor("driss"), at=MONDAY)


@pytest.mark.parametrize("line", ["Essai", "Personne Connue", "Personne, Nulle part"])
def test_a_name_that_is_several_or_nobody_is_said_and_nothing_is_lost(ground: Field, line: str) -> None:
    with pytest.raises(Refused) as refused:
        reading.attendees(line, TODAY)
    assert refused.value.field == "participants"


def test_what_somebody_planned_is_somebody_elses_when_she_leaves(ground: Field) -> None:
    planned = operations.record(
        ground.draft(at=later(8)), confirmed=True, at=MONDAY, actor=ground.actor("amina")
    )
    amina = ground.people["amina"].pk
    told = departures.consequences(amina, TODAY, actor=ground.actor("helene"), today=TODAY)
    assert "Projet d'extension, avec Atelier fictif 1\u00a0: Helene Essaihelene." in told
    departures.left(amina, TODAY, ground.actor("helene"), MONDAY)
    planned.refresh_from_db()
    assert planned.author == ground.people["helene"]
    assert departures.consequences(amina, TODAY, actor=ground.actor("helene"), today=TODAY) == ()


@pytest.mark.parametrize("who", ["helene", "farid", "gaelle"])
def test_a_departure_names_only_the_exchanges_that_its_reader_reads(ground: Field, who: str) -> None:
    draft = ground.draft(at=later(8), purpose="Cessation imminente", reach="unit", confidential=True)
    operations.record(draft, confirmed=True, at=MONDAY, actor=ground.actor("amina"))

    told = departures.consequences(ground.people["amina"].pk, TODAY, actor=ground.actor(who), today=TODAY)

    assert told[0] == "1 échange prévu change de main."
    if who == "helene":
        assert told[1] == "Cessation imminente, avec Atelier fictif 1\u00a0: Helene Essaihelene."
    else:
        assert told[1:] == ("1 échange que vous ne lisez pas\u00a0: Helene Essaihelene.",)


@pytest.mark.parametrize(("since", "until", "named"), [(-30, 2, True), (2, 30, False)], ids=["today", "then"])
def test_a_departure_to_come_names_what_its_reader_reads_today(
    ground: Field, since: int, until: int, named: bool
) -> None:
    draft = ground.draft(at=later(8), purpose="Cessation imminente", reach="unit", confidential=True)
    operations.record(draft, confirmed=True, at=MONDAY, actor=ground.actor("amina"))
    post = Post.objects.create(unit=ground.units["nord"], title="poste")
    Tenure.objects.create(
        post=post, person=ground.people["bruno"], since=later(since).date(), until=later(until).date()
    )

    told = departures.consequences(
        ground.people["amina"].pk, later(5).date(), actor=ground.actor("bruno"), today=TODAY
    )

    assert any("Cessation imminente" in sentence for sentence in told) is named


def test_a_departure_asks_once_who_takes_the_exchanges_of_a_unit_over(ground: Field) -> None:
    counts = []
    for _round in range(2):
        for _one in range(3):
            draft = ground.draft(at=later(8), reach="unit", confidential=True)
            operations.record(draft, confirmed=True, at=MONDAY, actor=ground.actor("amina"))
        with CaptureQueriesContext(connection) as asked:
            operations.foretell(ground.people["amina"].pk, TODAY, ground.actor("farid"), TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_departure_says_in_the_singular_that_one_more_moves(ground: Field) -> None:
    for _one in range(6):
        operations.record(ground.draft(at=later(8)), confirmed=True, at=MONDAY, actor=ground.actor("amina"))
    told = operations.foretell(ground.people["amina"].pk, TODAY, ground.actor("helene"), TODAY)
    assert told[-1] == "Et 1 autre."


def test_a_departure_does_not_name_a_sole_trader_to_who_may_not_read_the_name(ground: Field) -> None:
    Company.objects.filter(pk=ground.companies[0].pk).update(sole_trader=True)
    guest = AttendeeDraft(person=ground.people["farid"].pk)
    draft = ground.draft(at=later(8), attendees=(guest,))
    operations.record(draft, confirmed=True, at=MONDAY, actor=ground.actor("amina"))

    told = departures.consequences(ground.people["amina"].pk, TODAY, actor=ground.actor("farid"), today=TODAY)

    assert told[1].startswith("Projet d'extension, avec Entreprise individuelle, nom non publié")
