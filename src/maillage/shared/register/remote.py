"""The register as the public service « Recherche d'entreprises » answers it: open, without a key, seven calls a second.

Used when an installation holds no stock of its own and its settings name the service (MAILLAGE_REGISTER_URL). Documentation
of the service: its own pages; only the fields read here are relied upon.
"""

import http.client
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from maillage.kit.text import searchable
from maillage.shared.register.entries import PUBLIC_NAMES, Answers, Entry, Reads, Silent

TIMEOUT_SECONDS = 2.0
"""A page waits no longer: it says that the register is silent, and keeps what was typed."""
LARGEST_PAGE = 25
LARGEST_ANSWER = 4_000_000
"""Bytes of an answer; beyond, it is not one of this service."""
OK = 200


class Service:
    """The register behind an address (``https://…/search``); see `Register`."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self.url = url
        self.timeout = timeout

    def by_name(self, words: Sequence[str], *, limit: int, reads: Reads = PUBLIC_NAMES) -> Answers:
        found = self._ask({"q": " ".join(words), "per_page": str(min(limit, LARGEST_PAGE))})
        heads = [_head(one) for one in found]
        kept = tuple(
            one for one in heads if one.published and (not one.sole or reads.sole_trader(one.commune))
        )
        begun = {word for one in kept for word in searchable(f"{one.name} {one.sign} {one.town}").split()}
        near = bool(kept) and not all(any(held.startswith(word) for held in begun) for word in words)
        return Answers(entries=kept[:limit], near=near, more=len(heads) > limit)

    def by_siren(self, siren: str) -> tuple[Entry, ...]:
        found = [one for one in self._ask({"q": siren}) if one.get("siren") == siren]
        return tuple(entry for one in found for entry in _places(one))

    def by_siret(self, siret: str) -> Entry | None:
        found = [one for one in self._ask({"q": siret}) if one.get("siren") == siret[:9]]
        return next((entry for one in found for entry in _places(one) if entry.siret == siret), None)

    def in_place(
        self, commune: str, activities: Sequence[str] = (), *, limit: int, reads: Reads = PUBLIC_NAMES
    ) -> tuple[Entry, ...]:
        asked = {
            "code_commune": commune,
            "etat_administratif": "A",
            "per_page": str(min(limit, LARGEST_PAGE)),
        }
        if activities:
            asked["activite_principale"] = ",".join(activities)
        places = [
            place
            for one in self._ask(asked)
            for place in _places(one)
            if place.commune == commune and place.open and place.published
        ]
        return tuple(one for one in places if not one.sole or reads.sole_trader(commune))[:limit]

    def _ask(self, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        """The results of one call. Raises Silent for anything else than an answer of this service in time."""
        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.request("GET", f"{parts.path or '/search'}?{urlencode(asked)}")
            answer = connection.getresponse()
            body = answer.read(LARGEST_ANSWER + 1)
            if answer.status != OK or len(body) > LARGEST_ANSWER:
                raise Silent(f"status {answer.status}")
            results = json.loads(body)["results"]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as fault:
            raise Silent(type(fault).__name__) from None
        finally:
            connection.close()
        return [one for one in results if isinstance(one, dict)]


def _head(unit: Mapping[str, Any]) -> Entry:
    return _entry(unit, unit.get("siege") or {})


def _places(unit: Mapping[str, Any]) -> list[Entry]:
    """The establishments that the service tells: the head office, then those that answered."""
    places = [unit.get("siege") or {}, *(unit.get("matching_etablissements") or ())]
    kept = {str(place.get("siret") or ""): place for place in reversed(places)}
    return [_entry(unit, kept[siret]) for siret in reversed(kept) if siret]


def _entry(unit: Mapping[str, Any], place: Mapping[str, Any]) -> Entry:
    more = unit.get("complements") or {}
    published = _text(unit, "statut_diffusion") in ("", "O")
    signs = place.get("liste_enseignes") or []
    return Entry(
        siren=_text(unit, "siren"),
        siret=_text(place, "siret"),
        name=(_text(unit, "nom_raison_sociale") or _text(unit, "nom_complet")) if published else "",
        sign=str(signs[0]) if signs and published else "",
        sole=bool(more.get("est_entrepreneur_individuel")),
        published=published,
        category=_text(unit, "nature_juridique"),
        head=bool(place.get("est_siege")),
        open=_text(place, "etat_administratif") == "A",
        unit_open=_text(unit, "etat_administratif") == "A",
        naf=_text(place, "activite_principale"),
        unit_naf=_text(unit, "activite_principale"),
        bracket=_text(place, "tranche_effectif_salarie"),
        unit_bracket=_text(unit, "tranche_effectif_salarie"),
        employer={"O": True, "N": False}.get(_text(place, "caractere_employeur")),
        ess=more.get("est_ess") if isinstance(more.get("est_ess"), bool) else None,
        commune=_text(place, "commune"),
        town=_text(place, "libelle_commune"),
        postcode=_text(place, "code_postal"),
        address=_text(place, "adresse") if published else "",
        created=_day(place, "date_creation"),
        unit_created=_day(unit, "date_creation"),
        since=_day(place, "date_fermeture") or _day(place, "date_debut_activite"),
    )


def _text(held: Mapping[str, Any], name: str) -> str:
    value = held.get(name)
    return value if isinstance(value, str) and value != "[ND]" else ""


def _day(held: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(held, name))
    except ValueError:
        return None
