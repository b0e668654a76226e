"""The public register, and the pages of the officer for data protection."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, members, public, reads
from maillage.shared.privacy import durations, exporting, operations, policies, processings, queries
from maillage.shared.privacy.forms import AnswerForm, DurationForm, RequestForm


@public
def register(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long, and who reads it."""
    # What tables declare is French; the page says so to readers of another language.
    with translation.override("fr"):
        entries = processings.register(clock.today())
    return render(request, "privacy/register.html", {"entries": entries, "on": clock.today()})


@public
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as CSV."""
    with translation.override("fr"):
        text = exporting.register_csv(processings.register(clock.today()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="registre-des-traitements.csv"'
    return answer


@member_form(ability=policies.protects)
def people(request: HttpRequest) -> HttpResponse:
    """The requests of people, and a form to record one: what is typed of a person goes in no address."""
    form = RequestForm(request.POST or None, initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            reference = operations.record_request(**form.cleaned_data, at=clock.now(), actor=actor(request))
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(
                request, _("La demande est inscrite. Choisissez les dossiers de cette personne.")
            )
            return redirect("privacy:request", reference)
    context = {"form": form, "requests": queries.requests(actor(request), clock.today())}
    return render(request, "privacy/people.html", context, status=422 if form.errors else 200)


@members(ability=policies.protects)
def request_file(request: HttpRequest, reference: str) -> HttpResponse:
    return _file(request, reference, AnswerForm())


@member_form(ability=policies.protects)
@require_POST
def recognise(request: HttpRequest, reference: str) -> HttpResponse:
    operations.recognise(reference, request.POST.getlist("dossier"), actor=actor(request))
    messages.success(request, _("Les dossiers de cette personne sont notés."))
    return redirect("privacy:request", reference)


@member_form(ability=policies.protects)
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer(reference, form.cleaned_data["answer"], at=clock.now(), actor=actor(request))
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("La réponse est notée."))
            return redirect("privacy:request", reference)
    return _file(request, reference, form)


@members(ability=policies.protects)
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything held of the person, to be sent to it."""
    who, on = actor(request), clock.today()
    content = exporting.archive(reference, actor=who, on=on)
    for kind, ref in queries.names_of(reference, who):
        reads(request, kind, ref)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@member_form(ability=policies.protects)
def erase(request: HttpRequest, reference: str) -> HttpResponse:
    """What erasing would do; then it is done."""
    found = queries.request_file(reference, actor(request), clock.today())
    fault = ""
    for kind, ref in queries.names_of(reference, actor(request)):
        reads(request, kind, ref)
    if request.method == "POST":
        try:
            operations.erase(
                reference, mentions=request.POST.getlist("citation"), at=clock.now(), actor=actor(request)
            )
        except Refused as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Les données sont effacées, et les clés du journal détruites."))
            return redirect("privacy:request", reference)
    context = {"found": found, "fault": fault, "quoted": queries.quoted(reference, actor(request))}
    return render(request, "privacy/erase.html", context, status=422 if fault else 200)


@members(ability=policies.protects)
def retention(request: HttpRequest) -> HttpResponse:
    """How long each kind of file is kept, and what the next passage would erase."""
    on = clock.today()
    return render(
        request, "privacy/retention.html", {"durations": durations.listing(on), "due": durations.due(on)}
    )


@member_form(ability=policies.protects)
def duration(request: HttpRequest, table: str) -> HttpResponse:
    """Decide how long the files of a table are kept."""
    form = DurationForm(request.POST or None, initial={"since": clock.today()})
    one = durations.get(table, clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_duration(table, **form.cleaned_data, at=clock.now(), actor=actor(request))
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("La durée est décidée."))
            return redirect("privacy:retention")
    return render(
        request, "privacy/duration.html", {"form": form, "one": one}, status=422 if form.errors else 200
    )


@member_form(ability=policies.protects)
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Erase now what is over, without waiting for the night."""
    done = operations.apply_durations(at=clock.now(), actor=actor(request))
    rows = sum(one.rows for one in done)
    told = ngettext("%(n)d dossier effacé.", "%(n)d dossiers effacés.", rows) % {"n": rows}
    messages.success(request, told)
    return redirect("privacy:retention")


def _file(request: HttpRequest, reference: str, form: AnswerForm) -> HttpResponse:
    who = actor(request)
    found = queries.request_file(reference, who, clock.today())
    for kind, ref in queries.names_of(reference, who):
        reads(request, kind, ref)
    context = {"found": found, "form": form}
    return render(request, "privacy/request.html", context, status=422 if form.errors else 200)


def _say(form: Form, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
