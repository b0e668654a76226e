"""`maillage mesh compute|population|overlap|gaps|what-if|verify`: the whole offer over the whole stock of establishments."""

import argparse
import dataclasses
import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from maillage.cli import DONE, REFUSED
from maillage.cli.mesh_computing import started

if TYPE_CHECKING:
    from maillage.modules.mesh.queries import ChangeAsked

STANDINGS = ("open", "unknown", "upcoming", "suspended", "draft", "expired")
MOST = 10_000_000
PROFILE = ", size, section, age"
"""The largest number that an option takes."""
Table = list[tuple[str, ...]]


def add_to(subparsers: Any) -> None:
    """Add `mesh` and its verbs."""
    mesh = subparsers.add_parser(
        "mesh",
        help="ce que l'offre couvre, où elle fait doublon, où elle manque",
        description="Croise tous les dispositifs et tous les établissements du registre. « certain » : toutes les conditions "
        "sont remplies d'après le registre ; « possible » : rien de connu ne les exclut.",
    )
    verbs = mesh.add_subparsers(title="verbes", metavar="VERBE", dest="verb", required=True)
    _verb(verbs, "compute", "calcule le maillage d'un jour", run_compute)
    one = _verb(verbs, "population", "combien d'établissements chaque dispositif peut servir", run_population)
    one.add_argument("scheme", nargs="?", default="", metavar="DISPOSITIF", help="un seul, découpé par --by")
    _by(one, "epci", more=PROFILE)
    one.add_argument("--territory", default="", metavar="T", help="dans ce territoire, par exemple dep:59")
    one.add_argument(
        "--standing", nargs="+", default=[], choices=STANDINGS, help="par défaut : ce qui est ouvert"
    )
    pair = _verb(verbs, "overlap", "les dispositifs qui servent les mêmes établissements", run_overlap)
    pair.add_argument(
        "schemes", nargs="*", metavar="DISPOSITIF", help="deux dispositifs à ouvrir ; par défaut tous"
    )
    _by(pair, "epci", more=PROFILE)
    pair.add_argument(
        "--catch-all", action="store_true", help="aussi entre deux dispositifs ouverts à presque tous"
    )
    pair.add_argument("--any-need", action="store_true", help="même sans besoin commun")
    pair.add_argument("--limit", type=_count, default=50, metavar="N", help="combien de couples")
    holes = _verb(verbs, "gaps", "les besoins que trop peu de dispositifs servent", run_gaps)
    holes.add_argument("--need", default="", metavar="B", help="un seul besoin, par exemple export")
    holes.add_argument("--themes", action="store_true", help="par thème plutôt que par besoin")
    holes.add_argument("--territory", default="", metavar="T", help="dans ce territoire")
    holes.add_argument(
        "--threshold", type=_count, default=1, metavar="N", help="combien de dispositifs il faut"
    )
    holes.add_argument(
        "--minimum", type=_count, default=1, metavar="N", help="ne pas dire les trous plus petits"
    )
    holes.add_argument(
        "--not-certain", action="store_true", help="compter comme trou ce qui n'est servi que peut-être"
    )
    holes.add_argument("--limit", type=_count, default=100, metavar="N", help="combien de lignes")
    _by(holes, "dep")
    what = _verb(verbs, "what-if", "ce qu'une décision changerait", run_what_if)
    what.add_argument("--end", action="append", default=[], metavar="D", help="mettre fin à un dispositif")
    what.add_argument("--open", action="append", default=[], metavar="D", help="ouvrir un brouillon")
    what.add_argument(
        "--merge",
        action="append",
        default=[],
        metavar="D1,D2[,…]",
        help="réunir : le premier succède aux autres",
    )
    what.add_argument(
        "--perimeter", action="append", default=[], metavar="D=EXPRESSION", help="changer le territoire"
    )
    what.add_argument(
        "--threshold",
        action="append",
        default=[],
        metavar="D:RANG:SEUIL=N",
        help="déplacer un seuil, par exemple mon-aide:1:maximum=20",
    )
    what.add_argument("--save", default="", metavar="TITRE", help="enregistre l'étude sous ce titre")
    _by(what, "dep")
    check = _verb(
        verbs, "verify", "compare le juge et le maillage sur des établissements tirés au sort", run_verify
    )
    check.add_argument("--sample", type=_count, default=1000, metavar="N", help="combien d'établissements")
    check.add_argument("--seed", type=int, default=1, metavar="N", help="la graine du tirage")


def _verb(verbs: Any, name: str, told: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = verbs.add_parser(name, help=told, description=told.capitalize() + ".")
    command.add_argument(
        "--on", type=_day, metavar="DATE", help="catalogue de ce jour (par défaut aujourd'hui)"
    )
    command.add_argument("--json", action="store_true", help="répond en JSON")
    command.set_defaults(func=_told(run))
    return command


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The same verb, that says which scheme is not in the mesh rather than that something was not foreseen."""

    def told(args: argparse.Namespace) -> int:
        from maillage.kit.errors import NotVisible, Refused

        try:
            return run(args)
        except NotVisible as absent:
            raise Refused(
                "mesh.unknown",
                f"Aucun dispositif compté ne s'appelle « {absent} ».",
                way_out="« maillage mesh population --standing open draft expired » les nomme.",
            ) from None

    return told


def _by(command: argparse.ArgumentParser, default: str, *, more: str = "") -> None:
    command.add_argument(
        "--by",
        default=default,
        metavar="D",
        help=f"découpage : reg, dep, arr, epci, ze, bv, com{more} (par défaut {default})",
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de 1 à {MOST}")
    return int(text)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date : écrivez AAAA-MM-JJ") from None


def run_compute(args: argparse.Namespace) -> int:
    """Compute the mesh of a day."""
    on = started(args, again=True)
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import queries

    return _print(args, queries.status(TERMINAL, on).stamp, [], queries.status(TERMINAL, on).stamp)


def run_population(args: argparse.Namespace) -> int:
    """Every scheme with its figure, or one by part."""
    on = started(args)
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import queries

    if args.scheme:
        found = queries.population(args.scheme, args.by, actor=TERMINAL, on=on, territory=args.territory)
        table: Table = [(found.by.label, "certain", "possible", "établissements")]
        table += [(one.name, *_pair(one.count), _number(one.total)) for one in found.parts]
        table.append(("en tout", *_pair(found.count), _number(found.total)))
        return _print(args, found, table, found.stamp, title=found.scheme.title)
    listed = queries.populations(
        queries.MeshFilters(territory=args.territory, standing=tuple(args.standing)), actor=TERMINAL, on=on
    )
    table = [("dispositif", "certain", "possible")]
    table += [(one.scheme.slug, *_pair(one.count)) for one in listed.lines]
    notes = [f"Non compté : {one.scheme.slug}. {one.why}" for one in listed.not_computed]
    return _print(args, listed, table, listed.stamp, notes=notes)


def run_overlap(args: argparse.Namespace) -> int:
    """The pairs, or one opened."""
    on = started(args)
    from maillage.kit.actor import TERMINAL
    from maillage.kit.errors import Refused
    from maillage.modules.mesh import queries

    if len(args.schemes) > 2:
        raise Refused(
            "mesh.how-many",
            "Un doublon réunit deux dispositifs.",
            way_out="Donnez-en deux, ou un seul pour tous ses doublons.",
        )
    if len(args.schemes) == 2:
        found = queries.overlap(*args.schemes, args.by, actor=TERMINAL, on=on)
        table: Table = [(found.by.label, "certain", "possible")]
        table += [(one.name, *_pair(one.count)) for one in found.parts]
        return _print(args, found, table, found.stamp, title=found.pair.sentence)
    listed = queries.overlaps(
        queries.OverlapFilters(
            same_need=not args.any_need,
            limit=args.limit,
            scheme=args.schemes[0] if args.schemes else "",
            apart=not (args.schemes or args.catch_all),
        ),
        actor=TERMINAL,
        on=on,
    )
    table = [("premier", "second", "sorte", "certain", "possible", "part", "voulu")]
    for one in listed.pairs:
        figures = (_number(one.shared), _number(one.possible), f"{one.share} %")
        wanted = one.wanted.reason if one.wanted else ""
        table.append((one.first.slug, one.second.slug, one.kind_label, *figures, wanted))
    notes = [f"{_number(listed.total)} couples en tout."]
    if listed.apart:
        notes.append(
            f"{_number(listed.apart)} autres réunissent deux dispositifs ouverts à presque tous (--catch-all les dit aussi)."
        )
    return _print(args, listed, table, listed.stamp, notes=notes)


def run_gaps(args: argparse.Namespace) -> int:
    """The gaps by need or theme."""
    on = started(args)
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import queries

    found = queries.gaps(
        queries.GapFilters(
            kind="theme" if args.themes else "need",
            group=args.need,
            by=args.by,
            territory=args.territory,
            threshold=args.threshold,
            minimum=args.minimum,
            sure=not args.not_certain,
            limit=args.limit,
        ),
        actor=TERMINAL,
        on=on,
    )
    table: Table = [("besoin", "territoire", "sans dispositif", "établissements", "demandes")]
    for one in found.lines:
        figures = (
            _number(one.unserved),
            _number(one.total),
            _number(one.asked.requests + one.asked.searches),
        )
        table.append((one.group.name, one.division.name, *figures))
    notes = [f"Aucun dispositif en cours n'y répond, nulle part : {one.name}." for one in found.unanswered]
    notes += [found.note] if found.note else []
    return _print(args, found, table, found.stamp, notes=[*notes, f"{_number(found.total)} trous en tout."])


def run_what_if(args: argparse.Namespace) -> int:
    """What a set of changes would do."""
    on = started(args)
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import operations, queries

    changes = list(_changes(args))
    found = queries.effect(changes, args.by, actor=TERMINAL, on=on)
    table: Table = [(found.by.label, "gagnés", "peut-être", "perdus", "peut-être")]
    table += [(one.name, *_pair(one.gained), *_pair(one.lost)) for one in found.places]
    notes = [
        *(one.sentence for one in found.changes),
        f"Établissements gagnés : {' / '.join(_pair(found.gained))} ; perdus : {' / '.join(_pair(found.lost))} (certain / possible).",
        f"Communes qui gagnent : {_number(found.communes_gained)} ; qui perdent : {_number(found.communes_lost)}.",
        f"Demandes en cours concernées : {_number(found.requests)}. {found.note}",
    ]
    if args.save:
        row = operations.save_study(args.save, changes, by=args.by, at=clock.now(), actor=TERMINAL)
        notes.append(f"Étude enregistrée : {row.slug}.")
    return _print(args, found, table, found.stamp, notes=notes)


def run_verify(args: argparse.Namespace) -> int:
    """Compare the judge and the mesh; refused when they differ."""
    on = started(args)
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import verifying

    found = verifying.verify(sample=args.sample, seed=args.seed, actor=TERMINAL, on=on)
    table: Table = [("établissement", "dispositif", "juge", "maillage")] if found.mismatches else []
    table += [(one.siret, one.key, one.judge, one.mesh) for one in found.mismatches]
    notes = [
        f"{_number(found.companies)} établissements, {_number(found.verdicts)} verdicts comparés : "
        + ("aucun écart." if not found.mismatches else "des écarts, à signaler.")
    ]
    _print(args, found, table, None, notes=notes)
    return REFUSED if found.mismatches else DONE


def _changes(args: argparse.Namespace) -> "Iterable[ChangeAsked]":
    from maillage.kit.errors import Refused
    from maillage.modules.mesh.queries import ChangeAsked

    for kind, slugs in (("end", args.end), ("open", args.open)):
        for slug in slugs:
            yield ChangeAsked(kind=kind, schemes=(slug,))
    for text in args.merge:
        listed = tuple(one.strip() for one in text.split(","))
        yield ChangeAsked(kind="merge", schemes=listed, into=listed[0])
    for text in args.perimeter:
        slug, _separator, territory = text.partition("=")
        yield ChangeAsked(kind="perimeter", schemes=(slug,), territory=territory)
    for text in args.threshold:
        place, _separator, number = text.partition("=")
        parts = place.split(":")
        if len(parts) != 3 or not parts[1].isdigit() or not (number.isdigit() or not number):
            raise Refused(
                "mesh.threshold",
                f"« {text} » n'est pas un seuil.",
                way_out="Écrivez DISPOSITIF:RANG:SEUIL=NOMBRE, par exemple mon-aide:1:maximum=20.",
            )
        yield ChangeAsked(
            kind="rule",
            schemes=(parts[0],),
            rank=int(parts[1]),
            field=parts[2],
            number=int(number) if number else None,
        )


def _pair(count: Any) -> tuple[str, str]:
    return _number(count.certain), _number(count.possible)


def _number(value: int) -> str:
    from maillage.kit.text import thousands

    return thousands(value)


def _print(
    args: argparse.Namespace,
    found: Any,
    table: Table,
    stamp: Any,
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> int:
    """The answer, as a table or as JSON; every figure says its day, its register and its catalogue."""
    if args.json:
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=1, default=str))
        return DONE
    if title:
        print(title)
    widths = [max(len(row[rank]) for row in table) for rank in range(len(table[0]))] if table else []
    for row in table:
        cells = [
            cell.rjust(width) if rank and cell[:1].isdigit() else cell.ljust(width)
            for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    for note in notes:
        print(note)
    if stamp is not None:
        from maillage.kit.text import long_date

        invented = " inventé" if stamp.stock_is_demo else ""
        print(
            f"Catalogue du {long_date(stamp.on)} ({stamp.catalogue}, {_number(stamp.schemes)} dispositifs) ; "
            f"registre{invented} du {long_date(stamp.stock_on)}, {_number(stamp.counted)} établissements."
        )
        for one in stamp.anomalies:
            print(f"Écartés : {one.label}, {_number(one.count)} (par exemple {', '.join(one.examples)}).")
    return DONE
