"""The second step of sign-in, and the pages that ask again who one is: allauth's, with what was typed kept."""

from typing import Any

from allauth.account.views import PasswordChangeView, PasswordSetView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.shared.accounts import letters, resending, sessions


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """Ask for a code, of the application or of the list; then offer what a lost session kept."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Open the session; a recovery code that was used is told by mail."""
        answer: HttpResponse = super().form_valid(form)
        if form.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            letters.tell(form.user, "recovery_code_used", at=clock.now(), actor=PUBLIC)
        sent = resending.kept(self.request.POST.get("kept", ""))
        if sent is not None and self.request.user.is_authenticated:
            return resending.offer(self.request, sent)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was kept travels on, signed."""
        kept = self.request.POST.get("kept", "")
        return {**super().get_context_data(**kwargs), "kept": kept if resending.kept(kept) else ""}


class PasswordChange(PasswordChangeView):  # type: ignore[misc]
    """Change one's password; the other sessions end, this one goes on under another key."""

    success_url = reverse_lazy("account_security")

    def form_valid(self, form: Form) -> HttpResponse:
        """Write the password, and follow the session."""
        answer: HttpResponse = super().form_valid(form)
        sessions.follow(self.request)
        return answer


class PasswordSet(PasswordSetView):  # type: ignore[misc]
    """Choose a first password, then see that it is done where one looks after one's account."""

    success_url = reverse_lazy("account_security")

    def form_valid(self, form: Form) -> HttpResponse:
        """Write the password, and follow the session."""
        answer: HttpResponse = super().form_valid(form)
        sessions.follow(self.request)
        return answer


second_step = SecondStep.as_view()
password_change = PasswordChange.as_view()
password_set = PasswordSet.as_view()
