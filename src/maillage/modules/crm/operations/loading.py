"""Load the register of the demonstration; twice is like once."""

import base64
import datetime
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import maillage
from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.crm import demo
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.crm.origins import quoted
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import cite
from maillage.shared.territories.models import Territory

WORDS = Path(maillage.__file__).parent / "data" / "network" / "company-words.yaml"
REGIONS = ("32", "52")
KEYS = {
    "trades": ("naf", "words", "size", "weight", "crafts", "social"),
    "named": (
        *("slug", "name", "siren", "nic", "commune", "naf", "bracket"),
        *("created", "legal_category", "artisan", "ess"),
    ),
}
PLACE = ("siret", "is_head_office", "commune", "naf", "bracket", "opened_on", "closed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of companies."""

    created: int
    changed: int
    unchanged: int


@operation("crm.load_demonstration")
def load_demonstration(
    *, actor: Actor, at: datetime.datetime, count: int = demo.COMPANIES, path: Path = WORDS
) -> Loaded:
    """Bring the invented companies of the register to what the words and the seed say: those of the two regions of the
    demonstration. What anyone declared of them since is left as it is."""
    words = _words(path)
    wanted = {one.siren: one for one in demo.companies(words, _communes(), count=count)}
    held = {row.siren: row for row in Company.objects.filter(is_fictional=True, siren__gt="")}
    told = _told(held)
    cited = cite(quoted(ValueOrigin.REGISTER, fictional=True, on=demo.AS_OF), actor=actor)
    missing = [one for siren, one in wanted.items() if siren not in held]
    changed = [one for siren, one in wanted.items() if siren in held and told[siren] != one]
    rows = Company.objects.bulk_create(_row(one, cited, at) for one in missing)
    for one in changed:
        row = held[one.siren]
        row.name, row.trade_name = one.name, one.trade_name
        row.search_name = Company.searched(one.name, one.trade_name)
        row.sole_trader, row.is_published = one.sole_trader, one.is_published
        rows.append(row)
    kept = [held[one.siren] for one in changed]
    Company.objects.bulk_update(kept, ["name", "trade_name", "search_name", "sole_trader", "is_published"])
    for model in (Establishment, CompanyValue):
        model.objects.filter(company__in=[row.pk for row in kept], origin=ValueOrigin.REGISTER).delete()
    _places_and_values([(row, wanted[row.siren]) for row in rows], cited, at)
    return Loaded(
        created=len(missing), changed=len(changed), unchanged=len(wanted) - len(missing) - len(changed)
    )


def _words(path: Path) -> dict[str, Any]:
    """The words of the file; a key that nobody reads is refused with its line."""
    text = path.read_text("utf-8")
    words = yaml.safe_load(text)
    for root, keys in KEYS.items():
        entries = datafiles.entries(text, file=path.name, root=root, keys=keys)
        words[root] = [dict(entry.values) for entry in entries]
    return dict(words)


def _communes() -> list[tuple[str, int]]:
    """The communes of the two regions with their population, in the order of codes."""
    rows = Territory.objects.filter(
        kind="com", memberships__division__kind="reg", memberships__division__code__in=REGIONS
    )
    found = rows.order_by("code").values_list("code", "population").distinct()
    return [(code, population or 0) for code, population in found]


def _told(held: dict[str, Company]) -> dict[str, demo.Invented]:
    """The companies of the database as the generator would have made them."""
    siren_of = {row.pk: siren for siren, row in held.items()}
    places: defaultdict[str, list[demo.Place]] = defaultdict(list)
    values: defaultdict[str, list[tuple[str, str | bool]]] = defaultdict(list)
    register = {"origin": ValueOrigin.REGISTER, "company__is_fictional": True}
    for pk, *columns in (
        Establishment.objects.filter(**register).order_by("pk").values_list("company", *PLACE)
    ):
        if pk in siren_of:
            places[siren_of[pk]].append(demo.Place(*columns))
    for pk, field, value in (
        CompanyValue.objects.filter(**register).order_by("pk").values_list("company", "field", "value")
    ):
        if pk in siren_of:
            values[siren_of[pk]].append((field, value))
    return {
        siren: demo.Invented(
            siren=siren,
            name=row.name,
            trade_name=row.trade_name,
            places=tuple(places[siren]),
            values=tuple(values[siren]),
        )
        for siren, row in held.items()
    }


def _row(one: demo.Invented, cited: Source | None, at: datetime.datetime) -> Company:
    return Company(
        public_id=_public_id(one.siren),
        name=one.name,
        trade_name=one.trade_name,
        identity=Identity.REGISTERED,
        siren=one.siren,
        search_name=Company.searched(one.name, one.trade_name),
        is_fictional=True,
        sole_trader=one.sole_trader,
        is_published=one.is_published,
        created_at=at,
        origin=ValueOrigin.REGISTER,
        cited=cited,
    )


def _public_id(siren: str) -> str:
    """An identifier of 22 characters that is the same in every demonstration, so that addresses can be written down."""
    digest = hashlib.sha256(f"demonstration:{siren}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _places_and_values(
    pairs: list[tuple[Company, demo.Invented]], cited: Source | None, at: datetime.datetime
) -> None:
    Establishment.objects.bulk_create(
        Establishment(
            company=row,
            **{name: getattr(place, name) for name in PLACE},
            origin=ValueOrigin.REGISTER,
            cited=cited,
            as_of=demo.AS_OF,
        )
        for row, one in pairs
        for place in one.places
    )
    CompanyValue.objects.bulk_create(
        CompanyValue(
            company=row,
            field=field,
            value=value,
            origin=ValueOrigin.REGISTER,
            cited=cited,
            as_of=demo.AS_OF,
            recorded_at=at,
        )
        for row, one in pairs
        for field, value in one.values
    )
