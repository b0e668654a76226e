"""Nothing typed is lost: a form sent too late is shown again, to be sent anew (issue 3, «a lost session half-way»).

Nothing is kept on the server: what was typed travels in the page, signed with the address it was sent to, so that only
what this site received can be offered again.
"""

from dataclasses import dataclass

from allauth.account.forms import LoginForm
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SALT = "maillage.shared.accounts.resending"
# A page left open over a week-end may still be sent.
KEPT_SECONDS = 7 * 24 * 3600
UNSEEN = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One value of a form. ``shown``: someone typed it, it is worth reading; the others are hidden in the page."""

    name: str
    value: str

    @property
    def shown(self) -> bool:
        return "@" in self.value or " " in self.value.strip() or len(self.value) > 60

    @property
    def rows(self) -> int:
        """The height of the field that shows it, in lines."""
        return 6 if len(self.value) > 60 or "\n" in self.value else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A form that was sent to ``path``, and the names of its files: a browser does not let a page attach them again."""

    path: str
    values: tuple[Typed, ...]
    files: tuple[str, ...] = ()

    @property
    def kept(self) -> str:
        """The form as a signed text, to travel in a page."""
        pairs = [[one.name, one.value] for one in self.values]
        return signing.dumps([self.path, pairs, self.files], salt=SALT, compress=True)


def sending(request: HttpRequest) -> Sending:
    """What this request sent, without its passwords nor its token."""
    values = [
        Typed(name=name, value=value)
        for name, given in request.POST.lists()
        if name not in UNSEEN
        for value in given
    ]
    return Sending(path=request.get_full_path(), values=tuple(values), files=tuple(request.FILES))


def kept(text: str) -> Sending | None:
    """The form that a page kept; None when the text was altered or is too old."""
    try:
        path, pairs, files = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    values = tuple(Typed(name=name, value=value) for name, value in pairs)
    return Sending(path=path, values=values, files=tuple(files))


def lost_session(
    request: HttpRequest, form: LoginForm | None = None, sent: Sending | None = None
) -> HttpResponse:
    """The page of a form that came after the session ended: what was typed, and how to sign in and send it.

    ``form``: the sign-in form with its faults, when signing in again just failed.
    """
    shown = {"sent": sent or sending(request), "form": form or LoginForm(request=request)}
    return render(request, "accounts/lost_session.html", shown, status=401 if form is None else 200)


def offer(request: HttpRequest, sent: Sending, *, status: int = 200) -> HttpResponse:
    """The page that offers to send the form again, with a fresh token."""
    return render(request, "accounts/resend.html", {"sent": sent}, status=status)
