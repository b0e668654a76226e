"""How often one address may send something: counted by every worker together, in the cache."""

import math
from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit import clock
from maillage.kit.errors import Refused

SECONDS = {"m": 60, "h": 3600, "d": 86400}


def allow(request: HttpRequest, action: str, rate: str, *, who: str = "") -> None:
    """Count one ``action`` of the address of ``request``; raise Refused("too_many") beyond ``rate``.

    ``rate`` is a number and a duration, "5/h": five in any hour (m, h or d). ``who``: what one gives to be answered, an
    e-mail address say, is counted instead of the connection that many may share. Each one takes a place of its own in the
    cache, which frees itself after the duration: two workers never take the same place. To call on a POST only, since a
    place is a write. What is counted is not kept, only a digest of it.
    """
    amount, _slash, unit = rate.partition("/")
    lasting = SECONDS[unit]
    whom = f"of {who.casefold()}" if who else address(request)
    digest = salted_hmac("maillage.kit.limits", f"{action} {rate} {whom}", algorithm="sha256").hexdigest()
    places = [f"limits:{digest[:40]}:{rank}" for rank in range(int(amount))]
    now = clock.now().timestamp()
    taken = {place: until for place, until in cache.get_many(places).items() if until > now}
    for place in places:
        if place not in taken and cache.add(place, now + lasting, lasting):
            return
    waiting = math.ceil(max(60.0, min(taken.values(), default=now + lasting) - now) / 60)
    raise Refused(
        "too_many",
        _("Trop d'envois portent les mêmes coordonnées en peu de temps.")
        if who
        else _("Trop d'envois sont venus de votre connexion en peu de temps."),
        way_out=" ".join(filter(None, (_wait(waiting), _otherwise()))),
    )


def address(request: HttpRequest) -> str:
    """The address of who asks: REMOTE_ADDR, or what the trusted proxies say (setting TRUSTED_PROXIES, how many they are).

    A network of IPv6 (64 bits) is one address: whoever holds it holds all of it.
    """
    given = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        told = [
            part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
        ]
        given = told[-settings.TRUSTED_PROXIES] if len(told) >= settings.TRUSTED_PROXIES else given
    try:
        found = ip_address(given)
    except ValueError:
        return given
    return str(IPv6Network((found, 64), strict=False)) if found.version == 6 else str(found)


def _otherwise() -> str:
    return (
        _("Vous pouvez aussi écrire à %(address)s.") % {"address": settings.NETWORK_CONTACT}
        if settings.NETWORK_CONTACT
        else ""
    )


def _wait(minutes: int) -> str:
    if minutes <= 60:
        return ngettext(
            "Attendez %(n)d minute, puis envoyez de nouveau.",
            "Attendez %(n)d minutes, puis envoyez de nouveau.",
            minutes,
        ) % {"n": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext(
        "Attendez %(n)d heure, puis envoyez de nouveau.",
        "Attendez %(n)d heures, puis envoyez de nouveau.",
        hours,
    ) % {"n": hours}
