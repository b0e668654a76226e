"""A mail that waits is always read by somebody who can say whose it is, and never by more people than it should."""

from importlib import import_module

import pytest
from django.apps import apps
from tests.modules.interactions.conftest import STAFF, TODAY, Field
from tests.modules.interactions.test_receive_a_mail import received, written

from maillage.kit import subjects
from maillage.kit.errors import NotVisible
from maillage.modules.interactions import queries
from maillage.modules.interactions.models import ReceivedMail
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.audit.models import Reading
from maillage.shared.directory.models import Person

upgrade = import_module(
    "maillage.modules.interactions.migrations.0007_a_waiting_mail_is_of_the_member_whose_address_it_bears"
).give_to_members


def sent_by(who: str) -> ReceivedMail:
    return received(written(f"{who}@essai.invalid"), envelope=f"{who}@essai.invalid")


def readers(ground: Field) -> set[str]:
    return {who for who in STAFF if queries.waiting(ground.actor(who), on=TODAY)[0]}


OFFICERS = {"amina", "basile", "helene", "bruno", "driss"}


@pytest.mark.parametrize("known", [False, True])
def test_a_mail_of_an_account_invited_without_any_role_is_read_as_a_strangers(
    ground: Field, known: bool
) -> None:
    user = User.objects.create(email="nouvelle@essai.invalid", password="!")
    if known:
        Person.objects.create(slug="e-nouvelle", first_name="Nouvelle", last_name="Essai", user=user)
    row = sent_by("nouvelle")
    assert (row.because, row.author) == ("stranger", None)
    assert readers(ground) == OFFICERS
    assert queries.mail(row.public_id, ground.actor("amina"), TODAY).settles


def test_a_mail_of_an_officer_who_is_nobody_of_the_directory_is_read_by_who_controls_for_good(
    ground: Field,
) -> None:
    user = User.objects.create(email="seul@essai.invalid", password="!")
    region = ground.units["nord"].organization
    RoleAssignment.objects.create(user=user, role="officer", organization=region, since=TODAY)
    row = sent_by("seul")
    assert (row.because, row.author) == ("unproven", None)
    assert readers(ground) == {"jules"}
    Person.objects.create(slug="e-seul", first_name="Seul", last_name="Essai", user=user)
    assert readers(ground) == {"jules"}
    assert not queries.mail(row.public_id, ground.actor("jules"), TODAY).settles


def test_an_upgrade_gives_the_mails_that_wait_to_the_member_whose_address_they_bear(ground: Field) -> None:
    User.objects.create(email="nouvelle@essai.invalid", password="!")
    senders = ("Amina@essai.invalid", "gaelle@essai.invalid", "nouvelle@essai.invalid", "passant@x.invalid")
    rows = [received(written(f"{number}@x.invalid"), envelope="") for number in range(len(senders))]
    for row, sender in zip(rows, senders, strict=True):
        ReceivedMail.objects.filter(pk=row.pk).update(sender=sender, because="stranger", author=None)

    upgrade(apps, None)

    found = {row.sender: (row.because, row.author) for row in ReceivedMail.objects.all()}
    assert found == {
        "Amina@essai.invalid": ("unproven", ground.people["amina"]),
        "gaelle@essai.invalid": ("unproven", ground.people["gaelle"]),
        "nouvelle@essai.invalid": ("stranger", None),
        "passant@x.invalid": ("stranger", None),
    }


def test_the_log_keeps_who_read_the_mail_of_a_member_and_opens_what_it_names(ground: Field, client) -> None:  # type: ignore[no-untyped-def]
    row = sent_by("gaelle")
    client.force_login(ground.people["jules"].user)
    page = client.get(f"/bureau/echanges/courriels/{row.public_id}/")
    assert "Vous le lisez pour ce membre" in page.content.decode()
    read = Reading.objects.get()
    assert (read.kind, read.ref, read.user) == (
        "interactions.receivedmail", row.public_id, ground.people["jules"].user_id,
    )  # fmt: skip
    log = client.get("/reglages/journal/lectures/").content.decode()
    assert f"courriel reçu {row.public_id}" in log
    assert client.get(f"/journal/{read.kind}/{read.ref}/").status_code == 200


def test_who_reads_a_mail_and_why_is_told_as_the_pages_do(ground: Field) -> None:
    kind = subjects.kind("interactions.receivedmail")
    rows = [sent_by("amina"), sent_by("gaelle"), received(written("passant@x.invalid"), envelope="")]
    for row in rows:
        told = {one.user for one in kind.who(row.public_id, TODAY)}
        opened = set()
        for who in STAFF:
            try:
                queries.mail(row.public_id, ground.actor(who), TODAY)
            except NotVisible:
                with pytest.raises(NotVisible):
                    kind.why(row.public_id, ground.actor(who), TODAY)
            else:
                opened.add(ground.people[who].user_id)
                assert kind.why(row.public_id, ground.actor(who), TODAY)
        assert told == opened


def test_who_may_no_longer_settle_its_own_mail_is_not_asked_to(ground: Field, client) -> None:  # type: ignore[no-untyped-def]
    row = received(written(), envelope="passant@x.invalid")
    RoleAssignment.objects.filter(user__email="amina@essai.invalid").update(role="auditor", unit=None)
    client.force_login(ground.people["amina"].user)
    page = client.get(f"/bureau/echanges/courriels/{row.public_id}/").content.decode()
    assert "Votre rôle ne permet pas de le rattacher." in page
    assert "rattachez-le" not in page
    assert "pour ce membre" not in page
