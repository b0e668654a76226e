"""The pages of companies that may be one: the queue, two side by side, a merge and how to undo it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.kit.text import whole
from maillage.modules.crm import helping
from maillage.modules.crm.merging.kind import KIND
from maillage.shared.matching import operations, queries

MERGE_LEFT, MERGE_RIGHT = "keep_left", "keep_right"


@members(ability=helping.notes_aids)
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs to examine, those that were, and the merges that can be undone."""
    who, on = actor(request), clock.today()
    context = {
        "pairs": queries.pairs(KIND, on, actor=who),
        "judged": queries.pairs(KIND, on, actor=who, judged=True, most=20),
        "merges": queries.merges(KIND, on, at=clock.now(), actor=who),
    }
    return render(request, "crm/merge_queue.html", context)


@member_form(ability=helping.notes_aids)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Two companies side by side: say what they are, or merge them."""
    who, on = actor(request), clock.today()
    try:
        pair = queries.pair(pk, on, actor=who)
    except NotVisible:
        # Somebody merged one of the two meanwhile: the page of the merge says who, when, and leads to the one kept.
        done, together = queries.merge_of_pair(pk, on, actor=who)
        told = (
            _("Ces deux fiches n'en font déjà plus qu'une : voici la fusion.")
            if together
            else _("L'une de ces deux fiches a été réunie à une troisième : voici la fusion.")
        )
        messages.warning(request, told)
        return redirect("crm:merge", done)
    refused = None
    if request.method == "POST":
        try:
            return _answered(request, pair)
        except Refused as fault:
            refused = fault
    context = {"pair": pair, "refused": refused, "reason": request.POST.get("reason", pair.reason)}
    return render(request, "crm/merge_pair.html", context, status=422 if refused else 200)


@member_form(ability=helping.notes_aids)
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """A merge: what it moved, what came since, and how to undo it."""
    who, on = actor(request), clock.today()
    refused = None
    if request.method == "POST":
        chosen = [name.rpartition(":") for name in request.POST.getlist("given_back")]
        given = [(label, pk) for label, _colon, key in chosen if (pk := whole(key)) is not None]
        try:
            told = operations.undo(pk, given_back=given, at=clock.now(), actor=who)
        except Refused as fault:
            refused = fault
        else:
            messages.success(request, _("La fusion est défaite : les deux fiches existent de nouveau."))
            for sentence in told:
                messages.warning(request, sentence)
            return redirect("crm:merge", pk)
    shown = queries.merge(pk, on, at=clock.now(), actor=who)
    context = {"merge": shown, "refused": refused}
    return render(request, "crm/merge_undo.html", context, status=422 if refused else 200)


def _answered(request: HttpRequest, pair: queries.Pair) -> HttpResponse:
    who, at = actor(request), clock.now()
    answer, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    if answer in (MERGE_LEFT, MERGE_RIGHT):
        kept, taken = (pair.left, pair.right) if answer == MERGE_LEFT else (pair.right, pair.left)
        done = operations.merge(KIND, kept.ref, taken.ref, reason=reason, at=at, actor=who)
        messages.success(
            request,
            _("« %(taken)s » est fusionnée dans « %(kept)s ». Cela se défait pendant 90 jours.")
            % {"taken": taken.title, "kept": kept.title},
        )
        return redirect("crm:merge", done.pk)
    operations.judge(pair.pk, answer, reason, at=at, actor=who)
    messages.success(
        request, _("C'est retenu : on ne vous le demandera plus, et les imports s'en souviendront.")
    )
    return redirect("crm:duplicates")
