"""An organisation as an administrator changes it: its name from a day on, and who takes its place (H-192)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.shared.directory import forms, operations, policies, queries
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said


@member_form(ability=policies.administers)
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    on = clock.today()
    page, row = queries.get(slug, on), queries.organization_row(slug)

    def rename(typed: dict[str, Any]) -> tuple[str, str]:
        operations.rename(
            row, typed["name"], since=typed["since"], source=said(typed), on=on, actor=actor(request)
        )
        return _("Le nom est changé."), ""

    def succeed(typed: dict[str, Any]) -> tuple[str, str]:
        operations.succeed(row, typed["successor"], on=typed["ended_on"], actor=actor(request))
        return _("Le remplacement est enregistré."), ""

    runs = {
        "rename": (forms.Rename(acting.sent(request, "rename"), on=on, initial={"since": on}), rename),
        "succeed": (forms.Succeed(acting.sent(request, "succeed"), on=on, initial={"ended_on": on}), succeed),
    }
    return acting.answer(request, "directory/settings/organization.html", runs, {"page": page})
