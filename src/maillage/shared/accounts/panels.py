"""The second factor of a person, on the page of its account."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit.http import actor
from maillage.shared.accounts import policies, queries


def second_factor(request: HttpRequest, account: str) -> SafeString:
    """Since when the account has one, and the button that removes it for who lost its device."""
    who = actor(request)
    context = {
        "pk": account,
        "since": queries.factor_since(int(account)),
        "may_rescue": policies.rescues(who) and str(who.user) != account,
    }
    return render_to_string("accounts/factor_panel.html", context, request)
