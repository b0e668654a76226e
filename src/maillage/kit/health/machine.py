"""What any installation can tell of itself: settings, database, migrations, queue, disk, clock."""

import os
import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from maillage.kit import health
from maillage.kit.db import private
from maillage.kit.health import Finding
from maillage.kit.jobs import beats
from maillage.kit.text import counted, thousands

LEAST_FREE = 200 * 1024 * 1024
"""Bytes under which an upload, a backup or the database itself may fail."""
COMFORTABLE_FREE = 2 * 1024 * 1024 * 1024
LATE = timedelta(minutes=10)
SHORTEST_KEY = 40
A_SECOND_OF_GRACE = timedelta(minutes=2)
"""Two machines never agree exactly on the time."""


def configuration(at: datetime) -> Finding:
    """The settings that protect an installation that people reach; the first fault is told."""
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 10:
        return health.fault(
            "La clé de l'installation est trop courte ou trop simple.",
            "Retirez MAILLAGE_SECRET_KEY et le fichier « secret_key » pour qu'une clé soit tirée au hasard "
            "(les personnes connectées devront se reconnecter).",
        )
    for name in secrets():
        if stat.S_IMODE(name.stat().st_mode) & 0o077:
            return health.fault(
                f"La clé « {name.name} » peut être lue par d'autres comptes de cette machine.",
                f"Lancez « chmod 600 {name} ».",
            )
    if opened := private.open_to_others(connection):
        return health.attention(
            "La base peut être lue par d'autres comptes de cette machine.", f"Lancez « chmod 600 {opened} »."
        )
    if not settings.SESSION_COOKIE_SECURE:
        return health.attention(
            "Réglages d'une machine de développement : le site n'exige pas HTTPS.",
            "Sur un serveur, donnez DJANGO_SETTINGS_MODULE=maillage.config.settings.prod et MAILLAGE_HOSTS.",
        )
    if settings.DEBUG or "*" in settings.ALLOWED_HOSTS or settings.DEV_SIGN_IN:
        return health.fault(
            "Ce serveur accepte n'importe quel nom de machine, ou montre le détail de ses erreurs.",
            "Nommez les adresses du site dans MAILLAGE_HOSTS, et gardez les réglages de production.",
        )
    if not settings.SITE_ADDRESS.startswith("https://"):
        return health.fault(
            f"Les liens des courriels commencent par « {settings.SITE_ADDRESS} », qui n'est pas en HTTPS.",
            "Donnez dans MAILLAGE_ADDRESS l'adresse publique du site, en https://.",
        )
    return health.ok(f"Réglages de production, pour {', '.join(settings.ALLOWED_HOSTS)}.")


def secrets() -> tuple[Path, ...]:
    """The files of the home that hold a secret and exist: the key of the installation, those of the folder «keys»."""
    home = Path(settings.HOME)
    folder = home / "keys"
    found = [home / "secret_key", *(sorted(folder.iterdir()) if folder.is_dir() else ())]
    return tuple(path for path in found if path.is_file() and not path.name.endswith(".pub"))


def database(at: datetime) -> Finding:
    """Which database answers, and whether readers and writers of SQLite can work together."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version")
            return health.ok(f"PostgreSQL {cursor.fetchone()[0].split()[0]} répond.")
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).lower()
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        size = megabytes(pages * cursor.fetchone()[0])
    if mode not in {"wal", "memory"}:
        return health.attention(
            f"SQLite répond, mais son journal est en mode « {mode} » : une écriture arrête les lectures.",
            "Placez la base sur un disque local (ni partage réseau, ni dossier synchronisé), puis relancez le site.",
        )
    return health.ok(f"SQLite répond ({size}), lectures et écritures à la fois.")


def migrations(at: datetime) -> Finding:
    """Whether the tables are those of this version of the program."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    ours = {config for config, _name in executor.loader.disk_migrations}
    if newer := sorted(f"{app}.{name}" for app, name in unknown if app in ours):
        return health.fault(
            f"La base a servi à une version plus récente du programme ({newer[0]}).",
            "Installez cette version, ou restaurez une sauvegarde faite avec la version d'aujourd'hui.",
        )
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        return health.fault(
            f"La base est plus ancienne que le programme : {counted(len(pending), 'migration attend', 'migrations attendent')}.",
            "Lancez « maillage upgrade » : il sauvegarde, puis met la base à jour.",
        )
    return health.ok("La base est à jour.")


def queue(at: datetime) -> Finding:
    """Whether someone works in the background, and what waits or failed."""
    from django_tasks import TaskResultStatus as Status
    from django_tasks_db.models import DBTaskResult

    from maillage.kit.jobs import running

    waiting = running.waiting(at)
    late = running.late(at, patience=LATE)
    beat = beats.last_beat()
    if beat is None and late:
        return health.fault(
            f"{_waiting(waiting)} et le travail de fond n'a jamais tourné.",
            "Lancez « maillage work », ou « maillage serve » sans --no-work.",
        )
    if since := beats.silent_since(at):
        return health.fault(
            f"Le travail de fond ne tourne plus depuis {told(since)} ; {_waiting(waiting)}.",
            "Relancez « maillage work » ; le journal de son service dit pourquoi il s'est arrêté.",
        )
    failed = DBTaskResult.objects.filter(status=Status.FAILED).count()
    if failed:
        return health.attention(
            f"{counted(failed, 'tâche a échoué', 'tâches ont échoué')} pour de bon ces sept derniers jours.",
            "Le journal de « maillage work » dit pourquoi ; une tâche échouée n'est pas reprise seule.",
        )
    if late:
        return health.attention(
            f"Des tâches attendent depuis plus de {LATE.seconds // 60} minutes.",
            "Un seul travail de fond ne suffit peut-être pas : lancez-en un second.",
        )
    if beat is None:
        return health.attention(
            "Le travail de fond n'a pas encore tourné.", "Lancez « maillage serve » ou « maillage work »."
        )
    return health.ok(f"Le travail de fond tourne ; {_waiting(waiting)}.")


def _waiting(number: int) -> str:
    return counted(number, "tâche attend", "tâches attendent") if number else "rien n'attend"


def disk(at: datetime) -> Finding:
    """The room left where the installation keeps its things."""
    home = Path(settings.HOME)
    if not home.is_dir():
        return health.attention(
            f"Le dossier de l'installation, « {home} », n'existe pas.", "Lancez « maillage init »."
        )
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return health.fault(
            f"Le dossier de l'installation, « {home} », ne peut pas être écrit.",
            "Donnez-le au compte qui exécute le service.",
        )
    free = shutil.disk_usage(home).free
    told_free = f"Il reste {megabytes(free)} sur le disque de « {home} »."
    if free < LEAST_FREE:
        return health.fault(
            told_free, "Libérez de la place sans attendre : la base ne pourra bientôt plus écrire."
        )
    if free < COMFORTABLE_FREE:
        return health.attention(told_free, "Libérez de la place, ou déplacez les sauvegardes ailleurs.")
    return health.ok(told_free)


def time(at: datetime) -> Finding:
    """Whether the clock went back: what was written would then stand in the future."""
    beat = beats.last_beat()
    if beat is not None and beat > at + A_SECOND_OF_GRACE:
        return health.fault(
            f"L'horloge a reculé : le travail de fond a été vu vivant {told(beat)}, et il est {told(at)}.",
            "Remettez l'horloge à l'heure (NTP). En attendant, ce qui est prévu à heure fixe attend cette heure.",
        )
    return health.ok(f"Il est {told(at)}, heure de {settings.TIME_ZONE.split('/')[-1]}.")


def told(at: datetime) -> str:
    """A moment as people say it: « le 21 novembre 2026 à 10 h 00 »."""
    from django.utils import formats, translation

    from maillage.kit import clock

    local = clock.local(at)
    with translation.override("fr"):
        return f"le {formats.date_format(local, 'j F Y')} à {local:%H h %M}"


def megabytes(number: int) -> str:
    """A size in bytes, told in Mo or Go."""
    if number >= 1024**3:
        return f"{number / 1024**3:.1f} Go".replace(".", ",")
    return f"{thousands(round(number / 1024**2))} Mo"


def register() -> None:
    """Add these checks; called when Django starts."""
    health.register("configuration", "Réglages", configuration, order=10)
    health.register("database", "Base de données", database, order=20)
    health.register("migrations", "Version de la base", migrations, order=30, quick=False)
    health.register("queue", "Travail de fond", queue, order=40)
    health.register("disk", "Disque", disk, order=50)
    health.register("clock", "Horloge", time, order=60)
