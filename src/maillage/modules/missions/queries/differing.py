"""What differs between two maps, in words, each with what it rests on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.engines import mapping
from maillage.engines.mapping import UNKNOWN, Difference, DifferenceKind, Seen
from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.missions.enums import LinkKind
from maillage.modules.missions.models import MissionLink
from maillage.modules.missions.queries import wording
from maillage.modules.missions.queries.around import labels_of
from maillage.modules.missions.queries.differing_actions import of_actions
from maillage.modules.missions.queries.plans import functions
from maillage.modules.missions.queries.reading import map_of
from maillage.modules.missions.queries.shapes import (
    BoxShown,
    ComparisonShown,
    Footnote,
    MapShown,
    ModeShown,
    Origin,
    Sentence,
)


def compare(a: MapShown, b: MapShown) -> ComparisonShown:
    """What leads from the map ``a`` to the map ``b``: two dates, two scenarios, two plans. The same map twice: nothing. At
    most five queries, for missions merged or split."""
    before, after = _boxes(a), _boxes(b)
    of_boxes = mapping.compare(_seen(before), _seen(after))
    of_domains = mapping.compare(_domains(a), _domains(b))
    same = a == b
    still = [] if same else [box for domain in b.domains for box in domain.unconfirmed]
    both = {box.code for domain in a.domains for box in domain.unconfirmed}
    notes = _notes(a, b)
    followed = _followed(a, b)
    actions = of_actions(a, b)
    sentences = [
        *_of_boxes(of_boxes, before, after, a, b),
        *followed,
        *_of_domains(of_domains, a, b),
        *_of_function(a, b),
        *notes,
        *actions.sentences,
        *(_still(box, b) for box in still if box.code in both),
    ]
    told = wording.summary(of_boxes, still=len(still), notes=len(notes), followed=len(followed))
    told = (*told, *actions.summary)
    return ComparisonShown(
        before=a, after=b, summary=told or (_("Rien ne change."),), sentences=tuple(sentences)
    )


def compare_dates(
    plan_slug: str,
    function_code: str,
    *,
    actor: Actor,
    before: date,
    after: date,
    known_at: datetime | None = None,
    projections: bool = True,
    scenario: int | None = None,
) -> ComparisonShown:
    """Two days of a function; with ``scenario``, the draft on the later one."""
    one = map_of(
        plan_slug, function_code, actor=actor, day=before, known_at=known_at, projections=projections
    )
    other = map_of(
        plan_slug,
        function_code,
        actor=actor,
        day=after,
        known_at=known_at,
        projections=projections,
        scenario=scenario,
    )
    return compare(one, other)


def compare_plans(
    before: str,
    after: str,
    *,
    actor: Actor,
    before_day: date | None = None,
    after_day: date | None = None,
    before_scenario: int | None = None,
    after_scenario: int | None = None,
) -> tuple[ComparisonShown, ...]:
    """Two whole plans, or two scenarios of one, function by function: those they share by code, in the order of the first. A
    constant number of queries by function. Raises NotVisible."""
    there = {one.code for one in functions(after, actor)}
    return tuple(
        compare(
            map_of(before, one.code, actor=actor, day=before_day, scenario=before_scenario),
            map_of(after, one.code, actor=actor, day=after_day, scenario=after_scenario),
        )
        for one in functions(before, actor)
        if one.code in there
    )


def _boxes(shown: MapShown) -> dict[str, tuple[str, BoxShown]]:
    """Each box with the code of its domain."""
    return {
        box.code: (domain.code, box)
        for domain in shown.domains
        for box in (*domain.boxes, *domain.unconfirmed)
    }


def _seen(boxes: Mapping[str, tuple[str, BoxShown]]) -> dict[str, Seen]:
    return {
        code: _as_seen(box.mode, parent=domain, label=box.label, box=box)
        for code, (domain, box) in boxes.items()
    }


def _as_seen(
    mode: ModeShown | None, *, parent: str = "", label: str = "", box: BoxShown | None = None
) -> Seen:
    own = mode if mode is not None and not mode.inherited_from else None
    return Seen(
        parent=parent,
        label=label,
        letter=own.letter if own else UNKNOWN,
        possible=own.possible if own else (),
        holder=mode.holder if mode else "",
        exceptions=tuple((one.organization, one.mode.letter) for one in box.exceptions) if box else (),
        unconfirmed=box.unconfirmed if box else False,
    )


def _domains(shown: MapShown) -> dict[str, Seen]:
    return {domain.code: _as_seen(domain.mode, label=domain.label) for domain in shown.domains}


def _of_boxes(
    differences: Sequence[Difference],
    before: Mapping[str, tuple[str, BoxShown]],
    after: Mapping[str, tuple[str, BoxShown]],
    a: MapShown,
    b: MapShown,
) -> list[Sentence]:
    places = {domain.code: domain.label for shown in (a, b) for domain in shown.domains}
    retired = {box.code: box for box in b.gone}
    drafts = {one.scenario for one in (a, b) if one.scenario is not None}
    kin = _kin(differences, before, after, drafts)
    told = []
    for difference in differences:
        box = (after.get(difference.code) or before[difference.code])[1]
        said = wording.words(
            difference,
            subject=f"« {box.label} »",
            places=places,
            when=long_date(b.day),
            earlier=long_date(a.day),
        )
        gone = retired.get(difference.code)
        told.append(
            Sentence(
                kind="unconfirmed" if wording.unsaid(difference) else _kind(difference),
                code=difference.code,
                words=kin.get(difference.code, said),
                origin=_origin(difference, gone or box),
            )
        )
    return told


def _kind(difference: Difference) -> str:
    return "mode" if difference.kind is DifferenceKind.EXCEPTION else difference.kind.value


def _origin(difference: Difference, box: BoxShown) -> Origin | None:
    """Who says it: for a mode its record, else the place on the map."""
    of_mode = (DifferenceKind.MODE, DifferenceKind.HOLDER)
    return box.mode.origin or box.origin if difference.kind in of_mode else box.origin


def _kin(
    differences: Sequence[Difference],
    before: Mapping[str, tuple[str, BoxShown]],
    after: Mapping[str, tuple[str, BoxShown]],
    drafts: Collection[int],
) -> dict[str, str]:
    """What became of a box merged into another, and where one that was split comes from (S-075); in the drafts drawn too."""
    gone = {before[one.code][1].id: one for one in differences if one.kind is DifferenceKind.GONE}
    new = {after[one.code][1].id: one for one in differences if one.kind is DifferenceKind.APPEARED}
    if not gone and not new:
        return {}
    links = list(
        MissionLink.everything.filter(
            Q(scenario__isnull=True) | Q(scenario__in=drafts), kind__in=(LinkKind.MERGED, LinkKind.SPLIT)
        )
        .values_list("kind", "first_id", "second_id")
        .distinct()
    )
    ties = [
        (kind, first, second)
        for kind, first, second in links
        if (kind == LinkKind.MERGED and first in gone) or (kind == LinkKind.SPLIT and second in new)
    ]
    known = labels_of({one for _kind, first, second in ties for one in (first, second)}, date.max)
    names = {box.id: box.label for boxes in (before, after) for _domain, box in boxes.values()}
    names |= {mission: label for mission, (label, _above) in known.items()}
    told: dict[str, str] = {}
    for kind, first, second in ties:
        if first not in names or second not in names:
            # What a draft made and split again stands on neither map: its own history tells it.
            continue
        said = {"first": names[first], "second": names[second]}
        if kind == LinkKind.MERGED:
            told[gone[first].code] = _("« %(first)s » est fusionnée dans « %(second)s ».") % said
        else:
            told[new[second].code] = _("« %(second)s » est issue de « %(first)s ».") % said
    return told


def _of_domains(differences: Sequence[Difference], a: MapShown, b: MapShown) -> list[Sentence]:
    labels = {domain.code: domain.label for shown in (a, b) for domain in shown.domains}
    domains = {domain.code: domain for shown in (a, b) for domain in shown.domains}
    words = {
        DifferenceKind.APPEARED: _("Le domaine « %(label)s » apparaît."),
        DifferenceKind.GONE: _("Le domaine « %(label)s » n'est plus sur la carte."),
    }
    told = []
    for one in differences:
        if one.kind in words:
            said = words[one.kind] % {"label": labels[one.code]}
        elif one.kind is DifferenceKind.RELABELLED and one.before and one.after:
            said = _("Le domaine « %(before)s » devient « %(after)s ».") % {
                "before": one.before.label,
                "after": one.after.label,
            }
        else:
            said = wording.words(
                one,
                subject=_("le domaine « %(label)s »") % {"label": labels[one.code]},
                places=labels,
                when=long_date(b.day),
                earlier=long_date(a.day),
            )
        domain = domains[one.code]
        mode = domain.mode if one.kind is DifferenceKind.MODE else None
        origin = mode.origin if mode else domain.origin
        told.append(Sentence(kind=_kind(one), code=one.code, words=said, origin=origin))
    return told


def _followed(a: MapShown, b: MapShown) -> list[Sentence]:
    """The boxes that stay in a domain which takes another name: another column of the drawing (S-060)."""
    columns = {domain.code: domain for domain in a.domains}
    told = []
    for domain in b.domains:
        former = columns.get(domain.code)
        if former is None or former.label == domain.label:
            continue
        there = {box.code for box in former.boxes}
        for box in domain.boxes:
            if box.code in there:
                words = _("« %(box)s » suit son domaine : « %(before)s » devient « %(after)s ».") % {
                    "box": box.label,
                    "before": former.label,
                    "after": domain.label,
                }
                told.append(Sentence(kind="moved", code=box.code, words=words, origin=domain.origin))
    return told


def _of_function(a: MapShown, b: MapShown) -> list[Sentence]:
    """The mode of the function itself."""
    if a.function_code != b.function_code:
        return []
    code = a.function_code
    found = mapping.compare({code: _as_seen(a.mode)}, {code: _as_seen(b.mode)})
    subject = _("la fonction « %(label)s »") % {"label": b.function}
    return [
        Sentence(
            kind="unconfirmed" if wording.unsaid(one) else one.kind.value,
            code=code,
            words=wording.words(
                one, subject=subject, places={}, when=long_date(b.day), earlier=long_date(a.day)
            ),
            origin=b.mode.origin if b.mode else a.mode.origin if a.mode else None,
        )
        for one in found
    ]


def _notes(a: MapShown, b: MapShown) -> list[Sentence]:
    """The annotations that one map bears and not the other; one that takes the place of another is told so (S-032)."""

    def key(note: Footnote) -> tuple[str, str]:
        return note.scope, note.text

    left = [note for note in a.footnotes if key(note) not in {key(one) for one in b.footnotes}]
    right = [note for note in b.footnotes if key(note) not in {key(one) for one in a.footnotes}]
    told = []
    for old in left:
        new = next((note for note in right if note.scope == old.scope), None)
        if new is None:
            words = _("L'annotation « %(old)s » n'est plus sur la carte.") % {"old": old.text}
        else:
            right.remove(new)
            words = _("L'annotation « %(old)s » est remplacée par « %(new)s ».") % {
                "old": old.text,
                "new": new.text,
            }
        told.append(Sentence(kind="note", code="", words=words, origin=(new or old).origin))
    for new in right:
        words = _("L'annotation « %(new)s » est ajoutée.") % {"new": new.text}
        told.append(Sentence(kind="note", code="", words=words, origin=new.origin))
    return told


def _still(box: BoxShown, shown: MapShown) -> Sentence:
    words = _("« %(label)s » reste à confirmer au %(day)s.") % {
        "label": box.label,
        "day": long_date(shown.day),
    }
    return Sentence(kind="unconfirmed", code=box.code, words=words, origin=box.origin)
