"""A program reads the requests that its role and its perimeter show, one page after the other."""

from collections.abc import Callable
from typing import Any

from maillage.modules.inquiries.models import Inquiry


def test_a_program_reads_the_requests_of_its_organisation(program: Callable[..., Any]) -> None:
    answer = program(role="manager")("GET", "/inquiries")
    assert answer.status_code == 200, answer.content.decode()
    read = answer.json()
    mine = Inquiry.objects.filter(unit__organization__slug="nfi").count()
    assert len(read["items"]) == min(mine, 50) > 0
    one = program(role="manager")("GET", f"/inquiries/{read['items'][0]['reference']}")
    assert one.status_code == 200, one.content.decode()


def test_anyone_learns_who_answers(anyone: Any) -> None:
    answer = anyone("GET", "/who?subject=transition&commune=59350&on=2026-11-21")
    assert answer.status_code == 200, answer.content.decode()
    print(answer.json())
