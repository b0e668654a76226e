"""`/sante/`, for monitors and for those who run the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from maillage.kit import clock
from maillage.kit import health as checks
from maillage.kit.http import actor, public
from maillage.shared.access import policies


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 while the site serves, 503 when something is broken. The details are for administrators, and for a monitor that
    gives the word of MAILLAGE_HEALTH_TOKEN; everyone else reads one word."""
    found = checks.checked(clock.now(), only_quick=True)
    state = checks.worst(found)
    told: dict[str, object] = {"state": state}
    if _may_read_details(request):
        told["checks"] = [
            {
                "name": one.name,
                "state": one.finding.state,
                "sentence": one.finding.sentence,
                "way_out": one.finding.way_out,
            }
            for one in found
        ]
    status = 503 if state is checks.State.FAULT else 200
    return JsonResponse(
        told, status=status, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False}
    )


def _may_read_details(request: HttpRequest) -> bool:
    given = request.headers.get("X-Health-Token", "")
    if settings.HEALTH_TOKEN and given:
        return constant_time_compare(given, settings.HEALTH_TOKEN)
    return policies.administers(actor(request))
