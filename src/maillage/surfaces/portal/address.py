"""The whole state of a visit is the address: nothing is stored before a request is sent (ADR 0018).

The names are those of ``modules.schemes.company`` for what a company is, and these few for the visit itself. The order
of the pairs is the order of the answers: going back is the same address without its last answer.
"""

from django.http import QueryDict

COMPANY = "entreprise"
NAME = "nom"
IDENTITY = "identite"
COUNTRY = "siege"
PROFILE = "profil"
SUBJECT = "sujet"
MATURITY = "avancement"
PLACE = "commune"
PASSED = "passer"
PUBLIC = "public"
CORRECTED = "corriger"
OBJECTIVE = "objectif"
MORE = "encore"
# What an answer of the visit says of the company too: it leaves the address with the answer.
WITH = {PROFILE: ("artisan", PUBLIC), SUBJECT: (OBJECTIVE,)}
# How one came in: these are no answers to a question.
ENTRY = (COMPANY, NAME, IDENTITY, COUNTRY, "siret", MORE)
FOREIGN = ((PUBLIC, "companies"), (PROFILE, "foreign"))


def pairs(data: QueryDict) -> list[tuple[str, str]]:
    """What the address says, in its order; empty values left out."""
    return [(name, value) for name, values in data.lists() for value in values if value]


def whole(data: QueryDict) -> QueryDict:
    """The address with what the way in already says: who comes from another country is a foreign company."""
    if data.get(IDENTITY) != "foreign" or data.get(PROFILE):
        return data
    more = data.copy()
    for name, value in FOREIGN:
        more.setdefault(name, value)
    return more


def answered(data: QueryDict) -> list[tuple[str, str]]:
    """The answers given to questions, in their order; those that the way in gave are not among them."""
    given = (*ENTRY, CORRECTED, *(name for name, _value in FOREIGN if data.get(IDENTITY) == "foreign"))
    return [pair for pair in pairs(data) if pair[0] not in given]


def count(data: QueryDict) -> int:
    """How many questions were answered or passed over; what an answer says besides counts for nothing."""
    besides = {PASSED, PUBLIC, OBJECTIVE, *(("artisan",) if data.get(PROFILE) == "artisan" else ())}
    return len({name for name, _value in answered(data)} - besides) + len(set(data.getlist(PASSED)))


def but(data: QueryDict, *names: str) -> QueryDict:
    """The same address without these names, what they carried along, nor what is empty."""
    gone = {*names, *(other for name in names for other in WITH.get(name, ()))}
    left = QueryDict(mutable=True)
    for name, value in pairs(data):
        if name not in gone:
            left.appendlist(name, value)
    return left


def saying(data: QueryDict, *said: tuple[str, str]) -> str:
    """The address with these answers at its end, as « ?a=b&c=d »: what they carry along comes before them."""
    more = but(data, *(name for name, _value in said), CORRECTED)
    for name, value in said:
        more.appendlist(name, value)
    return "?" + more.urlencode()


def passing(data: QueryDict, key: str) -> str:
    """The address in which this question is passed over; what was passed over comes last."""
    more = but(data, PASSED, CORRECTED)
    more.setlist(PASSED, [*(one for one in data.getlist(PASSED) if one and one != key), key])
    return "?" + more.urlencode()


def before(data: QueryDict) -> str | None:
    """The address before the last answer; None when nothing has been answered yet."""
    given = answered(data)
    if not given:
        return None
    name, value = given[-1]
    left = but(data, CORRECTED, *(() if name == PASSED else (name,)))
    if name == PASSED:
        left.setlist(PASSED, [key for key in left.getlist(PASSED) if key != value])
    return "?" + left.urlencode()
