"""The programs of partners, for administrators: tokens made and revoked, what each is told of."""

from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members, unlisted
from maillage.shared.programs import operations, policies, queries, webhook_operations
from maillage.shared.programs.forms import TokenForm, WebhookForm

SUGGESTED = timedelta(days=180)


@members(ability=policies.administers)
def programs(request: HttpRequest) -> HttpResponse:
    """Every token and what it is told of."""
    tokens = queries.tokens(actor=actor(request), on=clock.today())
    return render(request, "programs/programs.html", {"tokens": tokens})


@member_form(ability=policies.administers)
@unlisted
def new_token(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the key, shown this once."""
    form = TokenForm(request.POST or None, initial={"expires_on": clock.today() + SUGGESTED})
    if request.method == "POST" and form.is_valid():
        try:
            _pk, key = operations.make_token(**form.cleaned_data, at=clock.now(), actor=actor(request))
        except Refused as refused:
            _say(form, refused)
        else:
            said = _("Le jeton de « %(label)s »") % {"label": form.cleaned_data["label"]}
            return _made(request, _("Le jeton est fait"), said, key, reverse("programs:programs"))
    return render(request, "programs/new_token.html", {"form": form}, status=422 if form.errors else 200)


@member_form(ability=policies.administers)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token now."""
    operations.revoke_token(pk, at=clock.now(), actor=actor(request))
    messages.success(request, _("Le jeton est révoqué : il n'ouvre plus rien."))
    return redirect("programs:programs")


@member_form(ability=policies.administers)
@unlisted
def new_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an address to be told; once sent, the secret of its signatures, shown this once."""
    token = queries.token(pk, actor=actor(request), on=clock.today())
    if not token.holds:
        raise NotVisible(str(pk))
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook_operations.require_outside(form.cleaned_data["url"])
            made, secret = webhook_operations.add_webhook(
                pk, **form.cleaned_data, at=clock.now(), actor=actor(request)
            )
        except Refused as refused:
            _say(form, refused)
        else:
            said = _("Le secret qui signe les avis envoyés à %(url)s") % {"url": form.cleaned_data["url"]}
            return _made(
                request, _("L'adresse sera avertie"), said, secret, reverse("programs:webhook", args=[made])
            )
    context = {"form": form, "token": token}
    return render(request, "programs/new_webhook.html", context, status=422 if form.errors else 200)


@members(ability=policies.administers)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """An address and what was told to it."""
    page = queries.webhook(pk, actor=actor(request))
    return render(request, "programs/webhook.html", {"page": page})


@member_form(ability=policies.administers)
@require_POST
def set_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop, start again or try, as the button pressed says."""
    who, at = actor(request), clock.now()
    try:
        match request.POST.get("act"):
            case "stop":
                webhook_operations.stop_webhook(pk, at=at, actor=who)
                told = _("Rien n'est plus envoyé à cette adresse.")
            case "start":
                webhook_operations.start_webhook(pk, actor=who)
                told = _("Les envois reprennent, à partir de maintenant.")
            case "test":
                webhook_operations.try_webhook(pk, at=at, actor=who)
                told = _("Un essai part : rechargez la page pour voir sa réponse.")
            case _other:
                raise NotVisible(str(pk))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect("programs:webhook", pk)


def _made(request: HttpRequest, title: str, said: str, key: str, back: str) -> HttpResponse:
    context = {"title": title, "said": said, "key": key, "back": back}
    return render(request, "programs/made.html", context)


def _say(form: Form, refused: Refused) -> None:
    """Show a refusal at the field at fault, what was typed being kept."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
