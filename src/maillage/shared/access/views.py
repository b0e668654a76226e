"""Accounts and roles, for administrators; and the choice of the organisation that one acts for."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.shared.access import accounts as reading
from maillage.shared.access import asking, operations, policies, queries
from maillage.shared.access.forms import Invitation, RoleForm
from maillage.shared.access.middleware import ACTING_FOR


@member_form
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another organisation where one has a role, then start again from the desk."""
    who = actor(request)
    wanted = request.POST.get("organization", "")
    if wanted not in {str(hat.organization) for hat in queries.hats(who.user or 0, who, clock.today())}:
        raise NotVisible
    request.session[ACTING_FOR] = int(wanted)
    return redirect("desk:home")


@members
def why(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Why the reader sees a thing, and who else does."""
    page = asking.page(kind, ref, actor=actor(request), on=clock.today())
    return render(request, "access/why.html", {"page": page})


@members(ability=policies.reads)
def accounts(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    found = reading.listing(text, request.GET.get("page", "1"), actor=actor(request), on=clock.today())
    context = {"found": found, "q": text, "may_change": policies.administers(actor(request))}
    return render(request, "access/accounts.html", context)


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
    return _account(request, pk, RoleForm(choices=_choices(), initial={"since": clock.today()}))


@member_form(ability=policies.administers)
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    form = RoleForm(request.POST, choices=_choices())
    if form.is_valid():
        try:
            operations.give(pk, **form.cleaned_data, actor=actor(request))
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Le rôle est donné."))
            return redirect("access:account", pk)
    return _account(request, pk, form)


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


def _account(request: HttpRequest, pk: int, form: RoleForm) -> HttpResponse:
    who = actor(request)
    context = {
        "account": reading.account(pk, actor=who, on=clock.today()),
        "form": form,
        "may_change": policies.administers(who),
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


def _choices() -> reading.Choices:
    return reading.choices(clock.today())


def _say(form: Form, refused: Refused) -> None:
    """Show a refusal at the field at fault, what was typed being kept."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
