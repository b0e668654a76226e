"""The page of a story: filters in the address, an address for each entry, paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock, subjects
from maillage.kit.actor import Actor
from maillage.kit.http import actor, members, reads
from maillage.shared.timeline import forms, queries


def reads_stories(who: Actor) -> bool:
    """Whether the pages of stories exist for this actor: whoever has a role; whose story it reads, the owner of the thing says."""
    return bool(who.grants)


@members(ability=reads_stories)
def story(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """The whole story of a thing; ``?ici=`` goes to the page of one entry."""
    who, on = actor(request), clock.today()
    subject = subjects.kind(kind).find(ref, who, on)
    form = forms.StoryForm(request.GET)
    found = queries.story(
        kind,
        subject.rows[0][1],
        who,
        on,
        filters=form.filters(),
        page=request.GET.get("page", "1"),
        anchor=request.GET.get("ici", ""),
    )
    reads(request, kind, ref)
    return render(
        request,
        "timeline/story.html",
        {"subject": subject, "story": found, "form": form, "here": request.GET.get("ici", "")},
        status=422 if form.errors else 200,
    )
