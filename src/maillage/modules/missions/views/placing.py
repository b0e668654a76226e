"""Where a mission stands: settled, moved, renamed, removed; what it is tied to; what is added under it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.modules.missions import editing, policies
from maillage.modules.missions.enums import Level
from maillage.modules.missions.forms import placing as forms
from maillage.modules.missions.forms import stating
from maillage.modules.missions.forms.facts import Act, typed_lines
from maillage.modules.missions.operations import placing, structure
from maillage.modules.missions.operations.placing import ABOVE
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said


@member_form(ability=policies.visible)
def settle(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Say whether a box « à confirmer » stood there, with the source (S-031)."""
    subject, on, who = subjects.subject_of(request, plan, code), clock.today(), actor(request)
    # What a draft imagines settles nothing of the map.
    waiting = () if subject.scenario else editing.unsettled(subject.id)

    def answer(pk: int) -> acting.Run:
        def run(typed: dict[str, Any]) -> tuple[str, str]:
            placing.settle(
                pk,
                shown=typed["answer"] == forms.SHOWN,
                source=said(typed),
                evidence=typed["evidence"],
                note=typed["note"],
                at=clock.now(),
                actor=who,
            )
            return _("C'est tranché : la carte le montre."), subjects.address("place", subject)

        return run

    runs: dict[str, Any] = {}
    for one in waiting:
        act = f"settle-{one.id}"
        runs[act] = (forms.Settle(acting.sent(request, act), on=on, act=act), answer(one.id))
    pairs = [(one, runs[f"settle-{one.id}"][0]) for one in waiting]
    context = {"subject": subject, "pairs": pairs}
    return subjects.answer(
        request,
        "missions/editing/settle.html",
        runs,
        context,
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


@member_form(ability=policies.visible)
def place(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Move, rename, remove; take back the last change."""
    subject, on, who = subjects.subject_of(request, plan, code), clock.today(), actor(request)
    lines, first = editing.places(subject.id), subjects.starting(request, subject)
    more: dict[str, Any] = {"scenario": subject.scenario, "actor": who}

    def move(typed: dict[str, Any]) -> tuple[str, str]:
        fact = runs["move"][0].fact()
        placing.move(subject.id, typed["parent"], fact, seen=typed["seen"], at=clock.now(), **more)
        return _("La mission est déplacée."), subjects.address("place", subject)

    def relabel(typed: dict[str, Any]) -> tuple[str, str]:
        fact = runs["relabel"][0].fact()
        placing.relabel(subject.id, typed["label"], fact, seen=typed["seen"], at=clock.now(), **more)
        return _("La mission est renommée ; elle reste la même."), subjects.address("place", subject)

    def remove(typed: dict[str, Any]) -> tuple[str, str]:
        placing.remove(subject.id, runs["remove"][0].fact(), seen=typed["seen"], at=clock.now(), **more)
        return _("La mission n'est plus sur la carte à partir de ce jour."), subjects.address(
            "place", subject
        )

    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        placing.withdraw(typed["place"], why=typed["why"], at=clock.now(), actor=who)
        return _("Cette place est effacée ; elle reste lisible dans l'histoire."), subjects.address(
            "place", subject
        )

    def undo(_typed: dict[str, Any]) -> tuple[str, str]:
        assert last is not None
        placing.undo(last.id, at=clock.now(), actor=who)
        return _("Le dernier changement est annulé."), subjects.address("place", subject)

    def seen() -> int:
        return editing.seen_place(subject.id)

    levels = [level.value for level in ABOVE[Level(subject.level)]]
    under = editing.missions(subject.plan.id, levels=levels, but=subject.id)
    runs: dict[str, Any] = {}
    if levels:
        form = forms.Move(acting.sent(request, "move"), on=on, initial=first, latest=seen, parent=under)
        runs["move"] = (form, move)
    named = {**first, "label": subject.label}
    runs["relabel"] = (
        forms.Relabel(acting.sent(request, "relabel"), on=on, initial=named, latest=seen),
        relabel,
    )
    runs["remove"] = (forms.Remove(acting.sent(request, "remove"), on=on, initial=first, latest=seen), remove)
    last = max(lines, key=lambda line: line.id) if lines else None
    if len(lines) > 1 and not subject.scenario:
        known = [(line.id, line.words) for line in lines]
        runs["withdraw"] = (
            forms.WithdrawPlace(acting.sent(request, "withdraw"), on=on, place=known),
            withdraw,
        )
        if last is not None and last.by == who.user and who.user is not None:
            runs["undo"] = (Act(acting.sent(request, "undo"), on=on, act="undo"), undo)
    review = editing.to_review(subject.id, on)
    context = {"subject": subject, "lines": lines, "last": last, "review": review}
    return subjects.answer(
        request,
        "missions/editing/place.html",
        runs,
        context,
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


@member_form(ability=policies.visible)
def ties(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Shared, interdependent, merged, split."""
    subject, on, who = (
        subjects.subject_of(request, plan, code, policies.STRUCTURE),
        clock.today(),
        actor(request),
    )
    here, found = subjects.address("ties", subject), editing.tied(subject.id, subject.scenario)

    def link(typed: dict[str, Any]) -> tuple[str, str]:
        structure.link(
            subject.id,
            typed["other"],
            typed["kind"],
            since=typed["since"],
            source=said(typed),
            note=typed["note"],
            at=clock.now(),
            actor=who,
        )
        return _("Les deux missions sont liées."), here

    def unlink(typed: dict[str, Any]) -> tuple[str, str]:
        structure.unlink(typed["link"], on=typed["until"], at=clock.now(), actor=who)
        return _("Le lien prend fin ce jour-là."), here

    def merge(typed: dict[str, Any]) -> tuple[str, str]:
        structure.merge(
            (subject.id,),
            typed["other"],
            runs["merge"][0].fact(),
            scenario=subject.scenario,
            at=clock.now(),
            actor=who,
        )
        return _("Les missions sont fusionnées ; leur histoire se suit."), here

    def split(typed: dict[str, Any]) -> tuple[str, str]:
        structure.split(
            subject.id,
            typed_lines(typed["labels"]),
            runs["split"][0].fact(),
            keeps=typed["keeps"],
            scenario=subject.scenario,
            at=clock.now(),
            actor=who,
        )
        return _("La mission est scindée ; son histoire se suit."), here

    first = subjects.starting(request, subject)
    others = editing.missions(subject.plan.id, but=subject.id)
    alike = editing.missions(subject.plan.id, levels=(subject.level,), but=subject.id)
    ending = [(one.link, f"{one.kind_label} : {one.label}") for one in found if one.endable]
    runs: dict[str, Any] = {}
    if not subject.scenario:
        runs["link"] = (forms.Link(acting.sent(request, "link"), on=on, other=others), link)
    if ending and not subject.scenario:
        runs["unlink"] = (forms.Unlink(acting.sent(request, "unlink"), on=on, link=ending), unlink)
    if subject.level != Level.FUNCTION:
        form = forms.Merge(acting.sent(request, "merge"), on=on, initial=first, other=alike)
        runs["merge"] = (form, merge)
        runs["split"] = (forms.Split(acting.sent(request, "split"), on=on, initial=first), split)
    return subjects.answer(
        request,
        "missions/editing/ties.html",
        runs,
        {"subject": subject, "tied": found},
        plan=subject.plan,
        verb=subjects.verb_in(subject, policies.STRUCTURE),
    )


@member_form(ability=policies.visible)
def add(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """A domain under a function, a macro-process under a domain, an action under any."""
    subject, on, who = (
        subjects.subject_of(request, plan, code, policies.STRUCTURE),
        clock.today(),
        actor(request),
    )
    more: dict[str, Any] = {"scenario": subject.scenario, "actor": who}

    def add_under(typed: dict[str, Any]) -> tuple[str, str]:
        fact = runs["add"][0].fact()
        given: dict[str, Any] = {"definition": typed["definition"], **more}
        if subject.level == Level.FUNCTION:
            structure.create_domain(subject.id, typed["label"], fact, at=clock.now(), **given)
            told = _("Le domaine est ajouté.")
        else:
            given |= {"local": typed["local"], "regional": typed["regional"]}
            structure.create_box(subject.id, typed["label"], fact, at=clock.now(), **given)
            told = _("Le macro-processus est ajouté ; son mode reste à dire.")
        return told, subjects.back(subject, fact.since)

    def add_action(typed: dict[str, Any]) -> tuple[str, str]:
        fact, modes = runs["action"][0].fact(), tuple(typed["possible"])
        structure.create_action(subject.id, typed["label"], fact, possible=modes, at=clock.now(), **more)
        return _("L'action est ajoutée."), subjects.back(subject, fact.since)

    first = subjects.starting(request, subject)
    runs: dict[str, Any] = {}
    kinds = {Level.FUNCTION.value: stating.AddDomain, Level.DOMAIN.value: stating.AddBox}
    if kind := kinds.get(subject.level):
        runs["add"] = (kind(acting.sent(request, "add"), on=on, initial=first), add_under)
    if subject.level != Level.INITIATIVE:
        runs["action"] = (stating.AddAction(acting.sent(request, "action"), on=on, initial=first), add_action)
    return subjects.answer(
        request,
        "missions/editing/add.html",
        runs,
        {"subject": subject},
        plan=subject.plan,
        verb=subjects.verb_in(subject, policies.STRUCTURE),
    )
