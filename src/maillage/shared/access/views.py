"""Accounts and roles, for administrators; and the choice of the organisation that one acts for."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock, subjects
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members, reads
from maillage.shared.access import accounts as reading
from maillage.shared.access import asking, departing, effects, ending, operations, policies, queries, trying
from maillage.shared.access.forms import Invitation, RoleForm, filters
from maillage.shared.access.middleware import ACTING_FOR


@member_form
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another organisation where one has a role, then start again from the desk."""
    who = actor(request)
    wanted = request.POST.get("organization", "")
    if wanted not in {str(hat.organization) for hat in queries.hats(who.user or 0, who, clock.today())}:
        raise NotVisible
    if not trying.act_for(request, int(wanted)):
        request.session[ACTING_FOR] = int(wanted)
    return redirect("desk:home")


@member_form(ability=policies.administers)
@require_POST
def try_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to see the application as this account does."""
    try:
        trying.start(request, pk, actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("access:account", pk)
    return redirect("desk:home")


@member_form
@require_POST
def stop_trying(request: HttpRequest) -> HttpResponse:
    """Be oneself again, on the page of the account that was tried."""
    tried = trying.stop(request)
    if tried is None:
        raise NotVisible
    messages.success(request, _("L'essai est terminé : vous agissez de nouveau en votre nom."))
    return redirect("access:account", tried)


@members
def why(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Why the reader sees a thing, and who else does."""
    page = asking.page(kind, ref, actor=actor(request), on=clock.today())
    if subjects.kind(kind).personal:
        reads(request, kind, ref)
    return render(request, "access/why.html", {"page": page})


@members(ability=policies.reads)
def accounts(request: HttpRequest) -> HttpResponse:
    wanted = filters(request.GET)
    found = reading.listing(wanted, request.GET.get("page", "1"), actor=actor(request), on=clock.today())
    context = {
        "found": found,
        "filters": wanted,
        "choices": reading.narrowings(),
        "may_change": policies.administers(actor(request)),
    }
    return render(request, "access/accounts.html", context)


@members(ability=policies.reads)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list of the address, one line for each role, as a file."""
    who, on = actor(request), clock.today()
    for pk in reading.exported(filters(request.GET), actor=who, on=on):
        reads(request, "access.account", str(pk))
    answer = StreamingHttpResponse(
        reading.lines(filters(request.GET), actor=who, on=on),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="comptes-{on:%Y-%m-%d}.csv"'
    return answer


@members(ability=policies.reads)
def endings(request: HttpRequest) -> HttpResponse:
    page = ending.page(actor=actor(request), on=clock.today())
    return render(request, "access/endings.html", {"page": page})


@member_form(ability=policies.administers)
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """What the departure of this person changes; sent, the departure itself."""
    who, fault = actor(request), None
    if request.method == "POST":
        try:
            operations.offboard(pk, on=clock.today(), at=clock.now(), actor=who)
        except Refused as refused:
            fault = refused
        else:
            messages.success(
                request, _("Le départ est enregistré : ce qui dépendait de cette personne est confié.")
            )
            return redirect("access:account", pk)
    page = departing.page(pk, actor=who, on=clock.today())
    context = {"page": page, "fault": fault}
    return render(request, "access/departure.html", context, status=422 if fault else 200)


@member_form(ability=policies.administers)
def invite(request: HttpRequest) -> HttpResponse:
    form = Invitation(request.POST or None, people=reading.without_account())
    if request.method == "POST" and form.is_valid():
        try:
            pk = operations.invite(
                form.cleaned_data["email"],
                person=form.cleaned_data["person"],
                at=clock.now(),
                actor=actor(request),
            )
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Le compte est ouvert, et son lien est envoyé. Donnez-lui un rôle."))
            return redirect("access:account", pk)
    return render(request, "access/invite.html", {"form": form}, status=422 if form.errors else 200)


@members(ability=policies.reads)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    found = reading.account(pk, actor=actor(request), on=clock.today())
    initial = {"since": clock.today(), "organization": found.belongs_to}
    return _account(request, found, RoleForm(choices=_choices(), initial=initial))


@member_form(ability=policies.administers)
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    form, effect = RoleForm(request.POST, choices=_choices()), None
    if form.is_valid():
        who, on = actor(request), clock.today()
        wanted = effects.asked(pk, form.cleaned_data)
        try:
            if request.POST.get("act") == "preview":
                effect = effects.of_role(wanted, actor=who, on=on)
            elif request.POST.get("act") == "try":
                trying.start_with(request, wanted, actor=who)
                return redirect("desk:home")
            else:
                operations.give(pk, **form.cleaned_data, actor=who)
        except Refused as refused:
            _say(form, refused)
        else:
            if effect is None:
                messages.success(request, _("Le rôle est donné."))
                return redirect("access:account", pk)
    found = reading.account(pk, actor=actor(request), on=clock.today())
    return _account(request, found, form, effect)


@member_form(ability=policies.administers)
@require_POST
def end(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    try:
        operations.end(assignment, on=clock.today(), actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Le rôle est terminé."))
    return redirect("access:account", pk)


@member_form(ability=policies.administers)
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account, open it again, or send its link, as the button pressed says."""
    who = actor(request)
    try:
        match request.POST.get("act"):
            case "close":
                operations.deactivate(pk, on=clock.today(), actor=who)
                told = _("Le compte est fermé, et ses sessions sont terminées.")
            case "open":
                operations.activate(pk, actor=who)
                told = _("Le compte est ouvert de nouveau.")
            case "link":
                operations.send_link(pk, at=clock.now(), actor=who)
                told = _("Un lien pour choisir un mot de passe est envoyé.")
            case _other:
                raise NotVisible
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect("access:account", pk)


def _account(
    request: HttpRequest, found: reading.Account, form: RoleForm, effect: effects.Effect | None = None
) -> HttpResponse:
    who = actor(request)
    reads(request, "access.account", str(found.pk))
    context = {
        "account": found,
        "form": form,
        "effect": effect,
        "abilities": reading.abilities(found.pk, actor=who, on=clock.today()),
        "may_change": policies.administers(who),
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


def _choices() -> reading.Choices:
    return reading.choices(clock.today())


def _say(form: Form, refused: Refused) -> None:
    """Show a refusal at the field at fault, what was typed being kept."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
