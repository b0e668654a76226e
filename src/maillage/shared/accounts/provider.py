"""ProConnect: what it demands beyond the OpenID Connect of allauth (ADR 0020).

A nonce, signed answers of the user-info endpoint, identity tokens whose signature is checked, no PKCE, and a level of
authentication (``acr``) that this server verifies. allauth finds the provider by the name of this module.
"""

import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from maillage.shared.accounts.pending import ID_TOKEN, TooWeak

SCOPE = ("openid", "given_name", "usual_name", "email", "siret", "uid", "idp_id")
SIGNED_BY = frozenset({"RS256", "PS256", "ES256"})
# Two factors, as ProConnect names them; "self-asserted" and "consistency-checked" are how the identity was checked.
STRONG_ENOUGH = (
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
    "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
)
CLAIMS = json.dumps(
    {"id_token": {"acr": {"essential": True, "values": list(STRONG_ENOUGH)}, "amr": {"essential": True}}},
    separators=(",", ":"),
)
KEPT = ("siret", "organization_label", "given_name", "usual_name", "email")


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One exchange with ProConnect. ``nonce``: the one that this session sent, set by the view of the return."""

    nonce = ""

    def __init__(self, request: HttpRequest, provider_id: str = "proconnect") -> None:
        super().__init__(request, provider_id)

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """Our return address: of the site as configured, whatever host the request names."""
        return f"{settings.SITE_ADDRESS}{reverse('proconnect_callback')}"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The sign-in that the answers make. Raises OAuth2Error when one of them is not what it should be."""
        written = kwargs["response"].get("id_token", "")
        said = self._verified(written, app.client_id)
        if not self.nonce or not compare_digest(str(said.get("nonce", "")), self.nonce):
            raise OAuth2Error("the nonce of the identity token is not the one that was sent")
        if said.get("acr") not in STRONG_ENOUGH:
            raise TooWeak(str(said.get("acr", "")))
        person = self._fetch_user_info(token.token)
        if not said.get("sub") or person.get("sub") != said["sub"]:
            raise OAuth2Error("the user info speaks of another subject than the identity token")
        setattr(request, ID_TOKEN, written)
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person, "id_token": said})

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            response.raise_for_status()
        return self._verified(response.text, self.get_provider().app.client_id)

    def _verified(self, token: str, audience: str) -> dict[str, Any]:
        """The claims of a token signed by ProConnect, for us. Raises OAuth2Error."""
        if _header(token).get("alg") not in SIGNED_BY:
            raise OAuth2Error("a token is not signed as it should be")
        known = self.openid_config
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=known["jwks_uri"],
            issuer=known["issuer"],
            audience=audience,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return found


class ProConnect(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider: who it says someone is, and where it is asked."""

    id = "proconnect"
    name = "ProConnect"
    oauth2_adapter_class = ProConnectAdapter
    pkce_enabled_default = False

    def get_default_scope(self) -> list[str]:
        """What is asked of the person: name, address, organisation."""
        return list(SCOPE)

    def get_callback_url(self) -> str:
        """Our return address, as a path."""
        return reverse("proconnect_callback")

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """The answer that leads to ProConnect, with a new state and a new nonce that the session keeps."""
        nonce = token_urlsafe(32)
        sent = {"nonce": nonce, "claims": CLAIMS}
        return super().redirect(request, process, next_url, data, auth_params=sent, scope=SCOPE, nonce=nonce)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject and its issuer: the subjects of two issuers never meet."""
        said = data["id_token"]
        return f"{said['sub']} {sha256(said['iss'].encode()).hexdigest()[:32]}"

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of what was said: neither tokens nor what no page shows."""
        return {name: str(data["userinfo"][name])[:200] for name in KEPT if data["userinfo"].get(name)}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """The address only: accounts are made here by an administrator."""
        return {"email": data["userinfo"].get("email")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address never says who someone is."""
        return []


def _header(token: str) -> dict[str, Any]:
    try:
        part = token.split(".")[0]
        found: object = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, NotBase64):
        found = None
    if not isinstance(found, dict) or "kid" not in found:
        raise OAuth2Error("a token is missing, or is no signed token")
    return found


provider_classes = [ProConnect]
