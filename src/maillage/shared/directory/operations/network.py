"""The network's files: units, subjects, who does what where, and the invented people of the demonstration.

The files give what an empty database lacks. What exists already is left as it is: an administrator may have changed it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from django.utils.text import slugify

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.directory import adapters
from maillage.shared.directory.adapters import PersonRecord, PostRecord, TeamRecord, UnitRecord
from maillage.shared.directory.models import (
    Organization,
    Person,
    Post,
    Service,
    Subject,
    Tenure,
    Unit,
    UnitName,
)
from maillage.shared.directory.operations.loading import FILE, Loaded
from maillage.shared.sources.operations import Citations
from maillage.shared.sources.quotes import wording

R = TypeVar("R")
UNITS = FILE.with_name("units.yaml")
SUBJECTS = FILE.with_name("subjects.yaml")
SERVICES = FILE.with_name("services.yaml")
PEOPLE = FILE.with_name("people.yaml")


@operation("directory.load_units")
def load_units(*, actor: Actor, demo: bool = False, path: Path = UNITS) -> Loaded:
    """Add the units of the file that do not exist yet; ``demo``: the invented ones too. Organisations come first."""
    records = [
        record
        for record in adapters.read_units(path.read_text("utf-8"), file=path.name)
        if demo or not record.is_demo
    ]
    organizations = {row.slug: row for row in Organization.objects.all()}
    known = {row.slug: row for row in Unit.objects.all()}
    door = any(row.is_entry_door for row in known.values())
    created, cited = [], Citations(actor=actor)
    for record in records:
        if record.slug in known:
            continue
        organization = _named(organizations, record.organization, path)
        known[record.slug] = _add_unit(
            record, organization, cited, is_entry_door=record.is_entry_door and not door
        )
        created.append(record)
    for record in created:
        if record.parent:
            Unit.objects.filter(pk=known[record.slug].pk).update(parent=known[record.parent])
    return _loaded(len(created), len(records))


@operation("directory.load_subjects")
def load_subjects(*, actor: Actor, path: Path = SUBJECTS) -> Loaded:
    """Add the subjects of the file that do not exist yet."""
    records = adapters.read_subjects(path.read_text("utf-8"), file=path.name)
    known = set(Subject.objects.values_list("code", flat=True))
    created = [
        Subject(
            code=record.code,
            label=record.label,
            description=record.description,
            objectives=list(record.objectives),
            order=record.order,
        )
        for record in records
        if record.code not in known
    ]
    Subject.objects.bulk_create(created)
    return _loaded(len(created), len(records))


@operation("directory.load_services")
def load_services(*, actor: Actor, demo: bool = False, path: Path = SERVICES) -> Loaded:
    """Add who does what where, as the file says; a service that was ended or corrected on screen is not opened again."""
    records = [
        record
        for record in adapters.read_services(path.read_text("utf-8"), file=path.name)
        if demo or not record.is_demo
    ]
    units = {row.slug: row for row in Unit.objects.all()}
    subjects = {row.code: row for row in Subject.objects.all()}
    known = set(Service.objects.values_list("unit__slug", "subject__code", "perimeter", "stage"))
    cited = Citations(actor=actor)
    created = [
        Service(
            unit=_named(units, record.unit, path),
            subject=_named(subjects, record.subject, path),
            perimeter=record.perimeter,
            stage=record.stage,
            source=wording(record.source),
            cited=cited.cite(record.source),
        )
        for record in records
        if (record.unit, record.subject, record.perimeter, record.stage) not in known
    ]
    Service.objects.bulk_create(created)
    return _loaded(len(created), len(records))


@operation("directory.load_people")
def load_people(*, actor: Actor, path: Path = PEOPLE) -> Loaded:
    """Add the invented people of the demonstration with their posts; whoever exists already is left as she is."""
    content = path.read_text("utf-8")
    named, teams = adapters.read_people(content, file=path.name)
    everyone = [*named, *_staffed(teams, adapters.read_names(content, file=path.name), path)]
    known = set(Person.objects.values_list("slug", flat=True))
    new = [record for record in everyone if record.slug not in known]
    Person.objects.bulk_create(
        Person(slug=record.slug, first_name=record.first_name, last_name=record.last_name, is_fictional=True)
        for record in new
    )
    _assign(new, path)
    return _loaded(len(new), len(everyone))


def _add_unit(
    record: UnitRecord, organization: Organization, cited: Citations, *, is_entry_door: bool
) -> Unit:
    unit = Unit.objects.create(
        organization=organization,
        slug=record.slug,
        name=record.name,
        aliases=list(record.aliases),
        kind=record.kind,
        perimeter=record.perimeter,
        is_entry_door=is_entry_door,
        source=wording(record.source),
        cited=cited.cite(record.source),
        is_demo=record.is_demo,
    )
    UnitName.objects.bulk_create(
        UnitName(
            unit=unit,
            name=one.name,
            since=one.since,
            until=one.until,
            exact=one.exact,
            source=wording(one.source),
            cited=cited.cite(one.source),
        )
        for one in record.former_names
    )
    return unit


def _staffed(
    teams: tuple[TeamRecord, ...], names: tuple[tuple[str, str], ...], path: Path
) -> Iterator[PersonRecord]:
    """One name of the list in each post of the teams; each stands in for the one before, the head's deputy is the last."""
    if sum(len(team.posts) for team in teams) > len(names):
        raise Refused(
            "directory.names-missing",
            f"{path.name}: la liste des noms est plus courte que les postes des équipes.",
            way_out="Ajoutez des noms inventés à « names ».",
        )
    left = iter(names)
    for team in teams:
        staff = [next(left) for _post in team.posts]
        slugs = [slugify(" ".join(name)) for name in staff]
        for rank, (post, (first, last)) in enumerate(zip(team.posts, staff, strict=True)):
            deputy = post.deputy or (slugs[rank - 1] if len(slugs) > 1 else "")
            yield PersonRecord(
                slug=slugs[rank],
                first_name=first,
                last_name=last,
                posts=(
                    PostRecord(
                        unit=post.unit,
                        title=post.title,
                        side=post.side,
                        heads=post.heads,
                        perimeter=post.perimeter,
                        share=post.share,
                        deputy=deputy,
                    ),
                ),
            )


def _assign(new: list[PersonRecord], path: Path) -> None:
    people = {row.slug: row for row in Person.objects.all()}
    units = {row.slug: row for row in Unit.objects.all()}
    held = [(record, post) for record in new for post in record.posts]
    posts = Post.objects.bulk_create(
        Post(unit=_named(units, post.unit, path), title=post.title, side=post.side, heads=post.heads)
        for _record, post in held
    )
    Tenure.objects.bulk_create(
        Tenure(
            post=row,
            person=people[record.slug],
            deputy=_named(people, post.deputy, path) if post.deputy else None,
            perimeter=post.perimeter,
            share=post.share,
        )
        for row, (record, post) in zip(posts, held, strict=True)
    )


def _named(rows: Mapping[str, R], slug: str, path: Path) -> R:
    if slug not in rows:
        raise Refused(
            "directory.unknown-slug",
            f"{path.name}: « {slug} » n'existe pas.",
            way_out="Corrigez l'identifiant, ou ajoutez d'abord ce qu'il désigne.",
        )
    return rows[slug]


def _loaded(created: int, total: int) -> Loaded:
    return Loaded(created=created, changed=0, unchanged=total - created)
