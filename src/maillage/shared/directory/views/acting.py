"""A page of settings with several acts: the one that was sent is run; refused, it comes back with what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.kit.errors import Refused
from maillage.shared.directory.forms import Typed

# What an act does with what was typed. It answers the sentence to tell, and where to go next (empty: the same page).
Run = Callable[[dict[str, Any]], tuple[str, str]]


def answer(
    request: HttpRequest, template: str, runs: Mapping[str, tuple[Typed, Run]], context: Mapping[str, object]
) -> HttpResponse:
    """Show the page with its forms by the name of their act; on POST, run the act named by ``act``: refused, 422."""
    if request.method == "POST" and request.POST.get("act", "") in runs:
        form, run = runs[request.POST["act"]]
        done = _done(form, run)
        if done is not None:
            sentence, then = done
            messages.success(request, sentence)
            return redirect(then or request.get_full_path())
    forms = {name.replace("-", "_"): form for name, (form, _run) in runs.items()}
    refused = any(form.errors for form in forms.values())
    return render(request, template, {**context, "forms": forms}, status=422 if refused else 200)


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
