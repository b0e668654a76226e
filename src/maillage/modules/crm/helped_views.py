"""Pages of the list of helped companies: the list, its views, its files, and acts on many companies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.crm import acting_together, bulk, helping, lists, memory_forms, operations
from maillage.modules.crm.queries import addressing, exports, views_kept
from maillage.shared.directory.views import acting
from maillage.shared.files import http as files


@members(ability=helping.reads_helped)
def helped(request: HttpRequest) -> HttpResponse:
    """The list; opened bare, it is the view that its reader wants first."""
    who, on = actor(request), clock.today()
    kept = views_kept.views(who, on)
    first = next((one for one in kept if one.is_default), None)
    if first is not None and first.address and not request.GET:
        return redirect(f"{reverse('crm:helped')}?{first.address}")
    page = lists.page(request.GET, actor=who, on=on)
    save = memory_forms.SaveView(on=on, initial={"name": request.GET.get("nom", "")})
    context = {
        "page": page,
        "views": kept,
        "save": save,
        "acts": bulk.acts(who),
        "takes": helping.takes_files(who),
        "said": lists.in_words(page.filters, page.choices),
        "chosen": lists.chosen(page),
    }
    return render(request, "crm/helped.html", context)


@member_form(ability=helping.reads_helped)
def views(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list as a view, or remove one; then back to the list."""
    who, on = actor(request), clock.today()
    back = reverse("crm:helped")
    if request.method != "POST":
        return redirect(back)
    if removed := request.POST.get("remove", ""):
        row = operations.remove_view(removed, actor=who)
        messages.success(
            request,
            _(
                "La vue « %(name)s » est supprimée. Ses filtres sont encore là : enregistrez-les pour la retrouver."
            )
            % {"name": row.name},
        )
        return redirect(f"{back}?{row.address}&{urlencode({'nom': row.name})}")
    address = request.POST.get("address", "")
    form = memory_forms.SaveView(request.POST, on=on)
    if form.is_valid():
        try:
            row = operations.save_view(
                form.cleaned_data["name"],
                address,
                sharing=form.cleaned_data["sharing"],
                unit=views_kept.unit_to_share_with(who, on),
                first=form.cleaned_data["first"],
                at=clock.now(),
                actor=who,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("La vue « %(name)s » est enregistrée.") % {"name": row.name})
    else:
        messages.error(request, " ".join(str(one) for found in form.errors.values() for one in found))
    return redirect(f"{back}?{address or addressing.WHOLE + '=1'}")


@member_form(ability=helping.takes_files)
def take_file(request: HttpRequest) -> HttpResponse:
    """The files that the reader asked for, and the form of a new one for the list of the address."""
    who, on = actor(request), clock.today()
    address = addressing.address(request.GET)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        row = operations.ask_export(
            address,
            file_format=typed["file_format"],
            whole=typed["whole"],
            recipient=typed["recipient"],
            reason=typed["reason"],
            at=clock.now(),
            actor=who,
        )
        if exports.ready(row):
            return _("Le fichier est prêt."), reverse("crm:exports")
        return _("Le fichier se prépare ; vous serez prévenu quand il sera prêt."), reverse("crm:exports")

    form = memory_forms.TakeFile(acting.sent(request, "export"), on=on)
    page = lists.page(request.GET, actor=who, on=on)
    context = {
        "files": exports.of_person(who, on),
        "totals": page.found.totals,
        "said": lists.in_words(page.filters, page.choices),
        "kept": page.kept,
        "problems": page.problems,
        "days": operations.KEPT.days,
    }
    return acting.answer(request, "crm/helped_files.html", {"export": (form, run)}, context)


@members(ability=helping.reads_helped)
def exported(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One file, to whoever asked for it."""
    try:
        stored = exports.file_of(public_id, actor=actor(request), on=clock.today())
    except Refused as refusal:
        messages.error(request, f"{refusal} {refusal.way_out}")
        return redirect("crm:exports")
    reads(request, "crm.export", public_id)
    return files.answer(stored)


@member_form(ability=helping.reads_helped)
def together(request: HttpRequest) -> HttpResponse:
    """One act on the companies chosen: what is typed, then what it would do to each, then it is done."""
    who, on = actor(request), clock.today()
    try:
        page = acting_together.page(request.GET, request.POST, actor=who, at=clock.now(), on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(
            f"{reverse('crm:helped')}?{addressing.address(request.GET) or addressing.WHOLE + '=1'}"
        )
    if page.done is not None:
        return redirect("crm:act_done", page.done)
    status = 422 if page.form.errors else 200
    return render(request, "crm/helped_act.html", {"page": page, "form": page.form}, status=status)


@member_form(ability=helping.reads_helped)
def act_done(request: HttpRequest, public_id: str) -> HttpResponse:
    """What became of each company of an act, and undoing it."""
    who = actor(request)
    row = acting_together.row_of(public_id, actor=who)
    if request.method == "POST":
        try:
            operations.undo_act_on_companies(row, at=clock.now(), actor=who)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("C'est défait ; ce qu'il en est de chacune est dit ci-dessous."))
        return redirect("crm:act_done", public_id)
    found = acting_together.result(row, actor=who, on=clock.today())
    return render(request, "crm/helped_act_done.html", {"done": found})
