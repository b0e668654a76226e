"""`maillage reference build|load|show`: the territories and nomenclatures this installation stands on."""

import argparse
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maillage.cli import french

if TYPE_CHECKING:
    from maillage.shared.reference.operations import Loaded
    from maillage.shared.reference.snapshot import FileCard
    from maillage.shared.territories.queries import Division, DivisionOf, Located

NO_BREAK = "\N{NO-BREAK SPACE}"
COLON = f"{NO_BREAK}:"
OUTLINES = {
    "regions": "régions",
    "departements": "départements",
    "epci": "EPCI",
    "zones_emploi": "zones d'emploi",
    "communes": "communes",
}
# Zonings whose value is said in words: their codes would tell a reader nothing.
ZONINGS = ("frr", "zrr", "acv", "pvd", "ort")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneShown:
    """A commune and its divisions, as `show` tells them."""

    located: "Located"
    divisions: "tuple[DivisionOf, ...]"


def add_to(subparsers: Any) -> None:
    """Add `reference` and its three verbs."""
    reference = subparsers.add_parser(
        "reference",
        help="les territoires et les nomenclatures",
        description="Construit, charge ou montre les données de référence.",
    )
    verbs = reference.add_subparsers(title="verbes", metavar="VERBE", dest="verb", required=True)
    build = verbs.add_parser("build", help="fabrique l'instantané à partir des fichiers d'origine")
    build.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="DOSSIER", help="fichiers d'origine"
    )
    build.add_argument(
        "--to", dest="target", type=Path, metavar="DOSSIER", help="par défaut, celui du programme"
    )
    build.set_defaults(func=run_build)
    load = verbs.add_parser("load", help="charge l'instantané dans la base")
    load.add_argument(
        "--from", dest="source", type=Path, metavar="DOSSIER", help="par défaut, celui du programme"
    )
    load.set_defaults(func=run_load)
    show = verbs.add_parser(
        "show", help="dit tous les découpages d'une commune, ou les communes d'un découpage"
    )
    show.add_argument("code", metavar="CODE", help="59350, dep:59, epci:200093201, un code postal ou un nom")
    show.add_argument("--on", type=_day, metavar="DATE", help="le jour (AAAA-MM-JJ), par défaut aujourd'hui")
    show.add_argument("--json", action="store_true", help="répond en JSON")
    show.set_defaults(func=run_show)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"«{NO_BREAK}{text}{NO_BREAK}» n'est pas une date{COLON} écrivez AAAA-MM-JJ, par exemple 2026-11-22"
        ) from None


def run_build(args: argparse.Namespace) -> int:
    """Make the snapshot out of the source pack."""
    from maillage.cli import setup

    setup(needs_database=False)
    from maillage.shared.reference.build import build
    from maillage.shared.reference.snapshot import PACKAGED

    manifest = build(args.source, args.target or PACKAGED, tell=print)
    print(f"{len(manifest.files)} fichiers écrits, tous les contrôles passent.")
    return 0


def run_load(args: argparse.Namespace) -> int:
    """Load the snapshot of the package, or another."""
    from maillage.cli import setup

    setup()
    load(args.source)
    return 0


def load(source: Path | None = None, *, quiet: bool = False) -> "tuple[Loaded, ...]":
    """Load a snapshot (by default the package's) and say each file. Raises Refused at the first broken file."""
    from maillage.kit import clock
    from maillage.shared.nomenclatures.operations import LOADERS as NOMENCLATURES
    from maillage.shared.reference import operations
    from maillage.shared.reference.snapshot import PACKAGED
    from maillage.shared.territories.operations import LOADERS as TERRITORIES

    def tell(outcome: "Loaded") -> None:
        if not quiet:
            print(_progress(outcome), flush=True)

    return operations.load(source or PACKAGED, {**TERRITORIES, **NOMENCLATURES}, now=clock.now(), tell=tell)


def _progress(outcome: "Loaded") -> str:
    from maillage.kit.text import thousands

    said = f"{titled(outcome.card)} ({outcome.card.name}){COLON}"
    if outcome.changes is None:
        return f"{said} déjà à jour"
    changes = outcome.changes
    parts = [
        french.many(count, word)
        for count, word in (
            (changes.added, "ajouté"),
            (changes.revised, "révisé"),
            (changes.corrected, "corrigé"),
        )
        if count
    ]
    parts += [f"{thousands(changes.closed)} clos"] if changes.closed else []
    return f"{said} {', '.join(parts) or 'vérifié'}"


def titled(card: "FileCard") -> str:
    """The title of a file; the layer and the region of an outline, which share one title."""
    layer, _, region = Path(card.name).stem.rpartition("_")
    if not card.name.startswith("contours/") or not card.name.endswith(".json"):
        return card.title
    layer, region = (layer, region) if region.isdigit() else (Path(card.name).stem, "")
    where = f", région {region}" if region else ""
    return f"{card.title}{COLON} {OUTLINES.get(layer, layer)}{where}"


def run_show(args: argparse.Namespace) -> int:
    """Print a commune with every division, or a division with its communes."""
    from maillage.cli import setup

    setup()
    from maillage.kit import clock
    from maillage.shared.territories import queries

    _require_reference()
    on = args.on or clock.today()
    found = _understood(args.code.strip(), on)
    if not found.startswith(("com:", "arm:")):
        division = queries.division(found, on)
        print(_as_json(_division_record(division, on)) if args.json else "\n".join(_division_lines(division)))
        return 0
    code = found.partition(":")[2]
    shown = CommuneShown(located=queries.place(code, on=on), divisions=queries.divisions_of(code, on))
    print(_as_json(_commune_record(shown, on)) if args.json else "\n".join(_commune_lines(shown)))
    return 0


def _require_reference() -> None:
    from maillage.cli import NotReady
    from maillage.shared.reference.models import Edition

    if not Edition.objects.exists():
        raise NotReady("La base de données ne contient pas encore les territoires et les nomenclatures.")


def _understood(text: str, on: date) -> str:
    """What the person typed, as ``kind:code``: a code of territory, of commune (current or old), a postal code or a name."""
    from maillage.kit.errors import Refused
    from maillage.shared.territories import queries

    if ":" in text:
        return text
    if not (3 <= len(text) <= 5 and text[:1].isdigit() and text.isalnum()):
        return _by_name(text)
    try:
        return f"com:{text}" if queries.place(text, on=on) else text
    except Refused as refused:
        if refused.code == "unknown_commune" and queries.search(text):
            return _by_name(text)
        raise


def _by_name(text: str) -> str:
    """The one territory a name or a postal code designates. Raises Refused when there are none, or several."""
    from maillage.kit.errors import Refused
    from maillage.kit.text import searchable
    from maillage.shared.territories import queries

    found = queries.search(text, limit=8)
    exact = [one for one in found if searchable(one.name) == searchable(text)]
    communes = [one for one in exact if one.kind == "com"]
    for answers in (found, exact, communes):
        if len(answers) == 1:
            return answers[0].reference
    if not found:
        raise Refused(
            "unknown_name",
            f"Aucun territoire ne s'appelle «{NO_BREAK}{text}{NO_BREAK}».",
            way_out=queries.did_you_mean(text) or "Donnez un code, par exemple 59350 ou dep:59.",
        )
    listed = f"{NO_BREAK}; ".join(f"{one.reference} {one.name}" for one in exact or found)
    raise Refused(
        "several_names",
        f"Plusieurs territoires répondent à «{NO_BREAK}{text}{NO_BREAK}».",
        way_out=f"Choisissez{COLON} {listed}.",
    )


def _commune_lines(shown: CommuneShown) -> list[str]:
    located = shown.located
    lines = [f"{located.name} ({located.place.district or located.place.commune})"]
    if located.notice:
        lines.append(located.notice)
    lines.append(_population(located.population, located.population_year))
    lines.append(f"Codes postaux{COLON} {', '.join(located.postal_codes) or 'non renseignés'}")
    lines.append("")
    for one in shown.divisions:
        if one.unknown:
            lines.append(f"{one.kind_label}{COLON} {one.name}, à confirmer")
            continue
        code = "" if one.kind in ZONINGS else f" ({one.code})"
        partly = ", en partie" if one.partial and one.kind not in ZONINGS else ""
        lines.append(f"{one.kind_label}{COLON} {one.name}{code}{partly}")
        lines.append(f"    {one.when} — {one.vintage} — {one.source}")
    return lines


def _population(people: int | None, year: int | None) -> str:
    from maillage.kit.text import thousands

    if people is None:
        return f"Population municipale{COLON} non renseignée"
    return f"Population municipale{COLON} {thousands(people)}" + (f" ({year})" if year else "")


def _division_lines(division: "Division") -> list[str]:
    lines = [f"{division.name} ({division.kind}:{division.code})", division.kind_label]
    if division.nature:
        lines.append(f"Nature{COLON} {division.nature}")
    lines.append(_population(division.population, division.population_year))
    lines.append(f"Source{COLON} {division.vintage} — {division.source}")
    lines.append(f"Communes{COLON} {len(division.communes)}")
    lines.extend(f"    {one.code} {one.name}" for one in division.communes)
    return lines


def _commune_record(shown: CommuneShown, on: date) -> object:
    located = shown.located
    return {
        "code": located.place.commune,
        "district": located.place.district,
        "name": located.name,
        "on": on.isoformat(),
        "former": located.former,
        "notice": located.notice,
        "population": located.population,
        "population_year": located.population_year,
        "postal_codes": list(located.postal_codes),
        "divisions": [
            {
                "kind": one.kind,
                "kind_label": one.kind_label,
                "code": one.code or None,
                "name": one.name,
                "since": one.since.isoformat() if one.since else None,
                "vintage": one.vintage or None,
                "source": one.source or None,
                "partial": one.partial,
                "outside": one.outside,
                "unknown": one.unknown,
            }
            for one in shown.divisions
        ],
    }


def _division_record(division: "Division", on: date) -> object:
    return {
        "kind": division.kind,
        "kind_label": division.kind_label,
        "code": division.code,
        "name": division.name,
        "nature": division.nature or None,
        "on": on.isoformat(),
        "population": division.population,
        "population_year": division.population_year,
        "vintage": division.vintage,
        "source": division.source,
        "communes": [
            {"code": one.code, "name": one.name, "population": one.population} for one in division.communes
        ],
    }


def _as_json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)
