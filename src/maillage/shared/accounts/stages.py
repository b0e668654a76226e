"""What comes between the password and the session."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from maillage.shared.accounts import methods


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Ask for the second factor of an account that has one, unless ProConnect has just checked one (its ``acr``)."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if records and records[-1].get("provider") == methods.PROCONNECT:
            return False
        return bool(super()._should_handle(request))
