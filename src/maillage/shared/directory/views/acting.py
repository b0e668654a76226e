"""A page of settings with several acts: the one that was sent is run; refused, it comes back with what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.shared.directory.forms import Typed

# What an act does with what was typed. It answers the sentence to tell, and where to go next (empty: the same page).
Run = Callable[[dict[str, Any]], tuple[str, str]]


def answer(
    request: HttpRequest,
    template: str,
    runs: Mapping[str, tuple[Typed, Run]],
    context: Mapping[str, object],
    *,
    denied: Mapping[str, Refused] | None = None,
) -> HttpResponse:
    """Show the page with its forms by the name of their act; on POST, run the act named by ``act``: refused, 422.

    ``denied``: why the reader may not run some of the acts. Their forms are not shown; one of them sent all the same comes back with
    what was typed and the reason: 403. An act that the page does not have for this reader, or not any more: 403 too, said so.
    """
    act = request.POST.get("act", "") if request.method == "POST" else ""
    reasons, status = denied or {}, 200
    if act in reasons and act in runs:
        runs[act][0].deny(reasons[act])
        status = 403
    elif act in runs:
        form, run = runs[act]
        done = _done(form, run)
        if done is not None:
            sentence, then = done
            messages.success(request, sentence)
            return redirect(then or request.get_full_path())
        # A perimeter that is only counted comes back without a fault.
        status = 422 if form.errors else 200
    elif request.method == "POST":
        messages.error(
            request,
            _("Vous ne pouvez pas, ou plus, faire cela ici : rien n'est enregistré. Relisez cette page."),
        )
        status = 403
    forms = {
        name.replace("-", "_"): form
        for name, (form, _run) in runs.items()
        if name not in reasons or name == act
    }
    return render(request, template, {**context, "forms": forms}, status=status)


def _done(form: Typed, run: Run) -> tuple[str, str] | None:
    if not form.is_valid():
        return None
    try:
        # A perimeter is counted for the reader before it is saved.
        return None if form.uncounted else run(form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return None


def sent(request: HttpRequest, act: str) -> Any:
    """What was sent for this act, None when the request is not for it: a page has several forms."""
    return request.POST if request.method == "POST" and request.POST.get("act") == act else None
