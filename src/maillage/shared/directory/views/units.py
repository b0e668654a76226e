"""Units and their posts, as an administrator changes them: dated, never rewritten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, members
from maillage.shared.directory import forms, operations, policies, queries
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said
from maillage.shared.territories import queries as territories


@members(ability=policies.administers)
def units(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/settings/units.html", {"units": queries.units(clock.today())})


@member_form(ability=policies.administers)
def new_unit(request: HttpRequest) -> HttpResponse:
    on = clock.today()

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.add_unit(
            typed["organization"],
            typed["name"],
            since=typed["since"],
            kind=typed["kind"],
            parent=typed["parent"],
            perimeter=typed["perimeter"],
            source=said(typed),
            actor=actor(request),
        )
        return _("L'unité est ajoutée."), reverse("directory_settings:unit", args=[made.slug])

    form = forms.AddUnit(acting.sent(request, "add"), on=on, initial={"since": on})
    return acting.answer(request, "directory/settings/unit_new.html", {"add": (form, add)}, {})


@member_form(ability=policies.administers)
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    on = clock.today()
    row, posts = queries.unit_row(slug), queries.posts(queries.unit(slug, on).pk, on)

    def rename(typed: dict[str, Any]) -> tuple[str, str]:
        operations.rename(
            row, typed["name"], since=typed["since"], source=said(typed), on=on, actor=actor(request)
        )
        return _("Le nom est changé."), ""

    def end(typed: dict[str, Any]) -> tuple[str, str]:
        operations.end_unit(row, on=typed["until"], successor=typed["successor"], actor=actor(request))
        return _("L'unité est terminée."), ""

    def door(_typed: dict[str, Any]) -> tuple[str, str]:
        operations.choose_entry_door(row, on=on, actor=actor(request))
        return _("Cette unité reçoit désormais ce qu'aucune règle n'oriente."), ""

    def add_post(typed: dict[str, Any]) -> tuple[str, str]:
        operations.add_post(
            row,
            typed["title_of_post"],
            since=typed["since"],
            side=typed["side"],
            heads=typed["heads"],
            actor=actor(request),
        )
        return _("Le poste est ajouté."), ""

    def end_post(typed: dict[str, Any]) -> tuple[str, str]:
        operations.end_post(queries.post_row(typed["post"]), on=typed["until"], actor=actor(request))
        return _("Le poste est terminé."), ""

    vacant = [(post.pk, post.title) for post in posts if post.holder is None]
    runs = {
        "rename": (forms.Rename(acting.sent(request, "rename"), on=on, initial={"since": on}), rename),
        "post": (forms.AddPost(acting.sent(request, "post"), on=on, initial={"since": on}), add_post),
        "end-post": (
            forms.EndPost(acting.sent(request, "end-post"), on=on, initial={"until": on}, vacant=vacant),
            end_post,
        ),
        "door": (forms.EntryDoor(acting.sent(request, "door"), on=on), door),
        "end": (forms.EndUnit(acting.sent(request, "end"), on=on, initial={"until": on}), end),
    }
    card = queries.unit(slug, on)
    context = {
        "unit": card,
        "posts": posts,
        "vacant": bool(vacant),
        "perimeter": territories.in_words([card.perimeter])[card.perimeter],
        "absences": queries.absences_of_unit(card.pk, on),
    }
    return acting.answer(request, "directory/settings/unit.html", runs, context)
