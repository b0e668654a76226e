"""`maillage init`: the database, the reference data, the network's own data; twice is like once."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from maillage.cli import DONE, french, setup
from maillage.cli.reference import titled

if TYPE_CHECKING:
    from maillage.shared.reference.operations import Loaded as LoadedFile


class Counted(Protocol):
    """What a loading reports."""

    @property
    def created(self) -> int: ...

    @property
    def changed(self) -> int: ...

    @property
    def unchanged(self) -> int: ...


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "init",
        help="prépare la base et charge les données",
        description="Crée ou met à jour la base, charge les données de référence, le réseau et les programmes réels. "
        "Peut être relancé : ce qui est à jour n'est pas refait.",
    )
    command.add_argument(
        "--demo",
        action="store_true",
        help="ajoute les dispositifs et organismes de démonstration, tous inventés",
    )
    command.add_argument(
        "--database", metavar="URL", help="adresse de la base (par défaut DATABASE_URL, sinon SQLite)"
    )
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Prepare everything, saying what is done and in how long."""
    if args.database:
        os.environ["DATABASE_URL"] = args.database
    from maillage.config.settings import home

    home.database_url()
    home.prepare()
    setup(needs_database=False)
    started = time.monotonic()
    with _step("Base de données"):
        _migrate()
    with _step("Fichiers statiques"):
        _collect()
    _reference()
    _network(demo=args.demo)
    print(f"Prêt en {_seconds(started)}.")
    return DONE


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    from maillage.kit.db import private, rendering

    private.close_to_others(connection)
    with rendering.of_holders_only():
        call_command("migrate", verbosity=0, interactive=False)


def _collect() -> None:
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    if finders.find("maillage/build/app.css") is None:
        print(
            "  la présentation n'est pas encore construite (« make run » la construit) : pages sans mise en forme"
        )
        return
    # Of the two readers of the API that its library brings, one is used; htmx is in our own build.
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["redoc*", "django_htmx"])


def _reference() -> None:
    import maillage
    from maillage.kit import clock
    from maillage.shared.nomenclatures.operations import LOADERS as NOMENCLATURES
    from maillage.shared.reference import operations
    from maillage.shared.territories.operations import LOADERS as TERRITORIES

    def tell(outcome: "LoadedFile") -> None:
        done = "déjà à jour" if outcome.changes is None else "chargé"
        print(f"  {titled(outcome.card)} : {done}")

    directory = Path(maillage.__file__).parent / "data" / "reference"
    with _step("Données de référence"):
        operations.load(directory, {**TERRITORIES, **NOMENCLATURES}, now=clock.now(), tell=tell)


def _network(*, demo: bool) -> None:
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.crm import demo_memory
    from maillage.modules.crm import operations as crm
    from maillage.modules.crm.importing import demo as imports
    from maillage.modules.crm.importing import profiles
    from maillage.modules.inquiries import demo as requests
    from maillage.modules.inquiries.pathways import loading as pathways
    from maillage.modules.inquiries.routing import loading as routing
    from maillage.modules.interactions import demo as exchanges
    from maillage.modules.means.operations import loading as means
    from maillage.modules.mesh import demo as mesh
    from maillage.modules.missions.operations import loading as missions
    from maillage.modules.plans.operations import loading as plans
    from maillage.modules.portfolios import demo as portfolios
    from maillage.modules.reorganizations import operations as reorganizations
    from maillage.modules.schemes import operations as schemes
    from maillage.modules.schemes.operations import loading
    from maillage.shared.access import loading as access
    from maillage.shared.directory import operations as directory
    from maillage.shared.glossary import operations as glossary

    now = clock.now()
    steps: list[tuple[str, Callable[[], Counted]]] = [
        ("Organismes", lambda: directory.load(actor=TERMINAL, demo=demo)),
        ("Unités", lambda: directory.load_units(actor=TERMINAL, demo=demo)),
        ("Sujets", lambda: directory.load_subjects(actor=TERMINAL)),
        ("Qui fait quoi où", lambda: directory.load_services(actor=TERMINAL, demo=demo)),
        ("Questions de positionnement", lambda: reorganizations.load(actor=TERMINAL)),
        ("Glossaire", lambda: glossary.load(actor=TERMINAL)),
        ("Schémas de missions", lambda: missions.load_plans(actor=TERMINAL, at=now, demo=demo)),
        ("Moyens des missions", lambda: means.load_means(actor=TERMINAL, at=now)),
        ("Engagements des schémas", lambda: plans.load_commitments(actor=TERMINAL, at=now)),
        ("Thèmes", lambda: schemes.load_network_themes(actor=TERMINAL, demo=demo)),
        ("Objectifs", lambda: schemes.load_network_objectives(actor=TERMINAL, demo=demo)),
        ("Programmes réels", lambda: schemes.load_network_programmes(actor=TERMINAL, at=now)),
        (
            "Dispositifs du document",
            lambda: schemes.load_network_schemes(actor=TERMINAL, at=now, path=loading.DOCUMENT),
        ),
    ]
    steps.append(("Profils de colonnes", lambda: profiles.load_profiles(actor=TERMINAL, at=now)))
    if demo:
        steps.append(("Personnes inventées", lambda: directory.load_people(actor=TERMINAL)))
        steps.append(
            ("Comptes de démonstration", lambda: access.load_accounts(on=clock.today(), actor=TERMINAL))
        )
        steps.append(
            ("Démonstration", lambda: schemes.load_network_schemes(actor=TERMINAL, at=now, path=loading.DEMO))
        )
        steps.append(("Entreprises fictives", lambda: crm.load_demonstration(actor=TERMINAL, at=now)))
        steps.append(
            ("Aides et accords fictifs", lambda: demo_memory.load_demonstration(actor=TERMINAL, at=now))
        )
        steps.append(
            ("Import et doublons fictifs", lambda: imports.load_demonstration(actor=TERMINAL, at=now))
        )
        steps.append(("Portefeuilles fictifs", lambda: portfolios.load_demonstration(actor=TERMINAL, at=now)))
        steps.append(("Échanges fictifs", lambda: exchanges.load_demonstration(actor=TERMINAL, at=now)))
        steps.append(("Orientation", lambda: routing.load_routing(actor=TERMINAL, at=now)))
        steps.append(("Parcours", lambda: pathways.load_pathways(actor=TERMINAL, at=now)))
        steps.append(("Demandes fictives", lambda: requests.load_demonstration(actor=TERMINAL, at=now)))
        steps.append(("Maillage fictif", lambda: mesh.load_demonstration(actor=TERMINAL, at=now)))
    for title, load in steps:
        with _step(title):
            done = load()
            print(
                f"  {french.many(done.created, 'créé')}, {french.many(done.changed, 'modifié')}, "
                f"{done.unchanged} déjà à jour"
            )


@contextmanager
def _step(title: str) -> Iterator[None]:
    started = time.monotonic()
    print(title)
    sys.stdout.flush()
    yield
    print(f"  fait en {_seconds(started)}")


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s".replace(".", ",")
