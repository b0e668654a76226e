"""Every address of the site stands in this table; a new one without its line fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who may open an address, and what a visitor who fetches it is answered."""

    who: str = "public"
    arguments: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    visitor: int = 200
    nothing: dict[str, str] | None = None
    """Arguments that name nothing: 404."""


DOORS = {
    "portal:home": Door(),
    "portal:legal": Door(),
    "portal:privacy": Door(),
    "portal:accessibility": Door(),
    "portal:language": Door(arguments={"code": "en"}, visitor=302, nothing={"code": "rien"}),
    "portal:robots": Door(),
    "portal:health": Door(),
    "portal:security": Door(),
    "schemes:catalogue": Door(),
    "schemes:answer": Door(query={"commune": "59350"}),
    "schemes:themes": Door(),
    "schemes:activities": Door(query={"q": "logiciel"}),
    "schemes:amounts": Door(),
    "schemes:export": Door(
        arguments={"schema": "dispositif-aide", "suffix": "csv"}, nothing={"schema": "rien", "suffix": "csv"}
    ),
    "schemes:scheme": Door(
        arguments={"slug": "demo-coup-de-pouce-creation"}, nothing={"slug": "rien-de-tel"}
    ),
    "territories:search": Door(query={"q": "lille"}),
    "territories:suggestions": Door(query={"q": "lille"}),
    "territories:territory": Door(
        arguments={"kind": "com", "code": "59350"}, nothing={"kind": "com", "code": "99999"}
    ),
    "directory:directory": Door(),
    "directory:organization": Door(arguments={"slug": "ademe"}, nothing={"slug": "rien-de-tel"}),
    "glossary:glossary": Door(),
    "notices:mails": Door(who="administrator", visitor=302),
    "glossary:term": Door(arguments={"slug": "emploi"}, nothing={"slug": "rien-de-tel"}),
}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the site, from the resolver itself."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry


def test_every_address_stands_in_the_table() -> None:
    known = [name for name, _ in addresses()]
    assert sorted(known) == sorted(set(known)), "two addresses share a name"
    assert not set(known) - set(DOORS), "give each new address its line in DOORS: who may open it?"
    assert not set(DOORS) - set(known), "these lines name an address that is gone"


@pytest.mark.parametrize(("name", "address"), list(addresses()), ids=[name for name, _ in addresses()])
def test_an_address_is_public_only_where_the_table_says_so(name: str, address: URLPattern) -> None:
    public = getattr(address.callback, "login_required", True) is False
    assert public == (DOORS[name].who == "public")


@pytest.mark.parametrize("name", DOORS)
def test_a_visitor_is_answered_as_the_table_says(name: str, client: Client, demonstration: None) -> None:
    door = DOORS[name]
    assert client.get(reverse(name, kwargs=door.arguments), door.query).status_code == door.visitor


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.nothing])
def test_what_does_not_exist_is_not_found(name: str, client: Client, demonstration: None) -> None:
    assert client.get(reverse(name, kwargs=DOORS[name].nothing)).status_code == 404
