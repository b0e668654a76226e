"""`maillage backup`: one archive of the installation; the proof that it can be brought back; bringing it back."""

import argparse
import os
from pathlib import Path

from maillage.cli import DONE, french, setup
from maillage.kit.errors import Refused

PASSPHRASE = "MAILLAGE_BACKUP_PASSPHRASE"
REMINDER = (
    "Les clés (« secret_key », « keys ») n'y sont pas : gardez-en une copie ailleurs, ou ajoutez --with-keys. Sans elles, "
    "ce que le journal tient secret ne se relit plus."
)


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "backup",
        help="sauvegarde l'installation, vérifie une sauvegarde, la restaure",
        description="Une sauvegarde est un seul fichier : les données, les fichiers reçus, et de quoi prouver que tout revient. "
        "Faite sur SQLite, elle se restaure sur PostgreSQL, et l'inverse.",
    )
    below = command.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    make = below.add_parser(
        "make", help="écrit une sauvegarde", description="Écrit une sauvegarde, sans arrêter le site."
    )
    make.add_argument(
        "--to",
        metavar="CHEMIN",
        default="",
        help="fichier ou dossier (par défaut, le dossier « backups » de l'installation)",
    )
    make.add_argument(
        "--with-keys",
        action="store_true",
        help=f"y met les clés, fermées par la phrase de passe de {PASSPHRASE}",
    )
    make.set_defaults(func=run_make)
    verify = below.add_parser(
        "verify",
        help="prouve qu'une sauvegarde revient",
        description="Restaure la sauvegarde à côté, compte et compare chaque table et chaque fichier, puis efface cet essai.",
    )
    verify.add_argument("file", metavar="FICHIER", help="la sauvegarde")
    verify.set_defaults(func=run_verify)
    restore = below.add_parser(
        "restore",
        help="remet une sauvegarde en place",
        description="Remet les données et les fichiers d'une sauvegarde. Le site doit être arrêté. Rien n'est changé avant que "
        "tout ait été relu ; ce qui est remplacé est gardé à côté.",
    )
    restore.add_argument("file", metavar="FICHIER", help="la sauvegarde")
    restore.add_argument(
        "--replace", action="store_true", help="remplace une installation qui contient déjà des données"
    )
    restore.set_defaults(func=run_restore)


def run_make(args: argparse.Namespace) -> int:
    """Write an archive, and say where."""
    setup()
    save(Path(args.to) if args.to else None, with_keys=args.with_keys)
    return DONE


def save(to: Path | None = None, *, with_keys: bool = False) -> Path:
    """Write an archive and say where; its path."""
    from django.conf import settings

    from maillage.kit import clock
    from maillage.kit.backup import making
    from maillage.kit.health import machine

    at = clock.now()
    passphrase = _passphrase() if with_keys else None
    folder = to or Path(settings.HOME) / "backups"
    if to is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = _free(folder / f"maillage-{clock.local(at):%Y%m%d-%H%M%S}.zip") if folder.is_dir() else folder
    print("Sauvegarde…", flush=True)
    made = making.make(
        target,
        files=Path(settings.MEDIA_ROOT),
        secrets={path.relative_to(settings.HOME).as_posix(): path for path in machine.secrets()},
        passphrase=passphrase,
        at=at,
        tell=tell,
    )
    print(
        f"{french.many(made.rows, 'ligne')} de {french.many(len(made.tables), 'table')} et "
        f"{french.many(len(made.files), 'fichier')} dans {target} ({machine.megabytes(target.stat().st_size)})"
    )
    if not with_keys:
        print(REMINDER)
    return target


def run_verify(args: argparse.Namespace) -> int:
    """Bring an archive back beside, compare, and say so."""
    from maillage.config.settings import home

    folder = home.prepare()
    setup(needs_database=False)
    from maillage.kit.backup import making

    found = making.verify(Path(args.file), folder=folder, tell=tell)
    print(
        f"Cette sauvegarde du {_day(found.made_at)} revient entière : {french.many(found.rows, 'ligne')} de "
        f"{french.many(len(found.tables), 'table')}, {french.many(len(found.files), 'fichier')}, comptés et comparés."
    )
    return DONE


def run_restore(args: argparse.Namespace) -> int:
    """Put an archive in place, and say what was kept aside and what is left to do."""
    from maillage.config.settings import home

    folder = home.prepare()
    setup(needs_database=False)
    from django.conf import settings

    from maillage.kit import clock
    from maillage.kit.backup import restoring

    done = restoring.restore(
        Path(args.file),
        home=folder,
        files=Path(settings.MEDIA_ROOT),
        replace=args.replace,
        passphrase=os.environ.get(PASSPHRASE),
        stamp=f"{clock.local(clock.now()):%Y%m%d-%H%M%S}",
        tell=tell,
    )
    print(f"La sauvegarde du {_day(done.manifest.made_at)} est en place.")
    for kept in filter(None, (done.database_kept, done.files_kept)):
        print(f"Ce qu'elle remplace est gardé dans {kept}")
    if done.keys:
        print(f"Clés remises : {', '.join(done.keys)}")
    elif done.manifest.keys:
        print(f"Elle contient les clés : donnez {PASSPHRASE} et recommencez pour les remettre aussi.")
    print("→ Lancez « maillage upgrade », puis « maillage serve ».")
    return DONE


def tell(sentence: str) -> None:
    """Progress, as it happens."""
    print(sentence, flush=True)


def _free(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_stem(f"{path.stem.rsplit('_', 1)[0]}_{number}")
    return path


def _passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if not given:
        raise Refused(
            "passphrase",
            "Les clés ne se gardent que fermées par une phrase de passe.",
            way_out=f"Donnez-la dans {PASSPHRASE}, et gardez-la ailleurs que la sauvegarde.",
        )
    return given


def _day(made_at: str) -> str:
    from datetime import datetime

    from maillage.kit import clock
    from maillage.kit.text import long_date

    local = clock.local(datetime.fromisoformat(made_at))
    return f"{long_date(local.date())} à {local:%H h %M}"
