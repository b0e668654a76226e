"""The journal of a thing, the acts of all, and who read personal files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock, subjects
from maillage.kit.http import actor, member_form, members, reads
from maillage.shared.audit import lists, operations, policies, queries
from maillage.shared.audit.forms import ActFilters, Between

MOST_EXPORTED = 5000


@members(ability=policies.reads_history)
def history(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Who changed this, when, for whom; and who read it."""
    who, on = actor(request), clock.today()
    subject = subjects.kind(kind).find(ref, who, on)
    form = Between(request.GET)
    between = form.cleaned_data if form.is_valid() else {}
    found = queries.history(
        subject,
        on,
        actor=who,
        since=between.get("depuis"),
        until=between.get("jusqu_au"),
        before=between.get("avant"),
    )
    _mark(request, kind, ref)
    may_know = policies.reads_readings(who) and subjects.kind(kind).personal
    context = {
        "subject": subject,
        "label": subjects.kind(kind).label,
        "form": form,
        "found": found,
        "first_page": not between.get("avant"),
        "readings": queries.readings_of(((kind, ref),)) if may_know else None,
    }
    return render(request, "audit/history.html", context, status=422 if form.errors else 200)


@members(ability=policies.reads_history)
def history_csv(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """The same, as a file: the last five thousand lines."""
    who, on = actor(request), clock.today()
    subject = subjects.kind(kind).find(ref, who, on)
    found = queries.history(subject, on, actor=who, size=MOST_EXPORTED)
    _mark(request, kind, ref)
    return _file(lists.history(found.lines), "journal.csv")


@members(ability=policies.reads_chain)
def acts(request: HttpRequest) -> HttpResponse:
    """The acts of all, the days closed, and the last verification."""
    who = actor(request)
    form = ActFilters(request.GET, kinds=queries.kinds_of_acts())
    wanted = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "found": queries.acts(
            actor=who,
            since=wanted.get("depuis"),
            until=wanted.get("jusqu_au"),
            operation=wanted.get("acte", ""),
            before=wanted.get("avant"),
        ),
        "closings": queries.closings(actor=who),
        "health": queries.health(clock.now()),
        "verified": queries.last_verification(),
        "verification_pending": queries.verification_pending(),
        "may_see_readings": policies.controls(who),
    }
    return render(request, "audit/acts.html", context, status=422 if form.errors else 200)


@members(ability=policies.reads_chain)
def acts_csv(request: HttpRequest) -> HttpResponse:
    """The last acts, as a file."""
    return _file(lists.acts(queries.acts(actor=actor(request), size=MOST_EXPORTED).rows), "actes.csv")


@member_form(ability=policies.reads_chain)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the chain to be verified in the background."""
    operations.ask_verification(actor=actor(request))
    messages.success(request, _("La vérification est demandée : son résultat s'affichera ici."))
    return redirect("audit:acts")


@members(ability=policies.controls)
def readings(request: HttpRequest) -> HttpResponse:
    """Who read which personal file."""
    return render(request, "audit/readings.html", {"readings": queries.readings(actor=actor(request))})


def _mark(request: HttpRequest, kind: str, ref: str) -> None:
    # To read the journal of a person's file is to read the file.
    if subjects.kind(kind).personal:
        reads(request, kind, ref)


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
