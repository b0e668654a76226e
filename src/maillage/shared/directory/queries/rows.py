"""The row to write on, found by what an address or a form says; NotVisible when there is none."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from maillage.kit.errors import NotVisible
from maillage.shared.directory.models import Organization, Person, Post, Service, Subject, Unit

M = TypeVar("M", bound=Model)


def organization_row(slug: str) -> Organization:
    """An organisation."""
    return _one(Organization.objects.filter(slug=slug), slug)


def unit_row(slug: str) -> Unit:
    """A unit, ended or not."""
    return _one(Unit.objects.filter(slug=slug).select_related("organization"), slug)


def post_row(pk: int) -> Post:
    """A post."""
    return _one(Post.objects.filter(pk=pk), str(pk))


def person_row(slug: str) -> Person:
    """A person."""
    return _one(Person.objects.filter(slug=slug), slug)


def service_row(pk: int) -> Service:
    """A service."""
    return _one(Service.objects.filter(pk=pk), str(pk))


def subject_row(code: str) -> Subject:
    """A subject, retired or not."""
    return _one(Subject.objects.filter(code=code), code)


def _one(rows: QuerySet[M], asked: str) -> M:
    found = rows.first()
    if found is None:
        raise NotVisible(asked)
    return found
