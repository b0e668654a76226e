"""What this app shows on the pages of others: the banner of a trial; on a development machine (setting DEV_SIGN_IN), the cast
of the demonstration on the sign-in page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor
from maillage.shared.access import development, holdings
from maillage.shared.access import trying as session


def cast(request: HttpRequest, following: str) -> SafeString:
    """The people of the demonstration, one click each, then the page ``following``."""
    return _shown(request, {"following": following, "kept": ""})


def cast_again(request: HttpRequest, kept: str) -> SafeString:
    """The same on the page of a lost session, inside its form: what was typed is kept."""
    return _shown(request, {"following": "", "kept": kept})


def _shown(request: HttpRequest, said: dict[str, str]) -> SafeString:
    people = development.cast(clock.today()) if development.open_to(request) else ()
    if not people:
        return mark_safe("")
    return render_to_string("access/cast.html", {"people": people, **said}, request)


def trying(request: HttpRequest, _subject: str) -> SafeString:
    """The banner of an administrator who tries the application as somebody: who, until when, and how to stop."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    if actor.tried_by is None:
        return SafeString()
    said = [one.words for one in holdings.of_actor(actor, clock.today())]
    if more := session.more(request):
        said.append(_("%(role)s, un rôle qu'elle n'a pas encore") % {"role": more})
    roles = "\u00a0; ".join(said)
    with translation.override("fr"):
        shown = {"name": actor.label, "roles": f"{roles}." if roles else "", "until": session.until(request)}
        return render_to_string("access/trying.html", shown, request)
