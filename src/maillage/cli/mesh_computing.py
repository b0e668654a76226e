"""The mesh that `maillage mesh` answers from: the last one, or one that it computes here unless somebody does already."""

import argparse
import datetime
from typing import TYPE_CHECKING

from maillage.cli import setup

if TYPE_CHECKING:
    from maillage.kit.errors import Refused
    from maillage.modules.mesh.models import MeshRun


def started(args: argparse.Namespace, *, again: bool = False) -> datetime.date:
    """The day asked, once its mesh is computed: that of the catalogue and of the register of now."""
    from maillage.cli.serve import require_ready

    setup()
    require_ready()
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.mesh import queries

    on: datetime.date = args.on or clock.today()
    stamp = queries.status(TERMINAL, on).stamp
    if again or stamp is None or stamp.stale:
        _compute(on)
    return on


def _compute(on: datetime.date) -> None:
    """Compute the mesh of a day, here and now. Refused when somebody else does, when it was given up meanwhile, when it fails."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.errors import Refused
    from maillage.modules.mesh import operations
    from maillage.modules.mesh.enums import RunState

    row = operations.compute(on=on, at=clock.now(), actor=TERMINAL, later=False)
    if row.on == on:
        operations.go_on(row.pk, at=clock.now())
        row.refresh_from_db()
    match row.state:
        case RunState.WAITING | RunState.RUNNING:
            raise _under_way(row)
        case RunState.CANCELLED:
            raise Refused(
                "mesh.cancelled",
                "Ce calcul a été arrêté depuis l'application\u00a0: les chiffres d'avant restent.",
                way_out="Relancez la commande pour calculer à nouveau.",
            )
        case RunState.FAILED:
            raise Refused("mesh.failed", row.fault, way_out=row.way_out)


def _under_way(row: "MeshRun") -> "Refused":
    """Why the terminal does not compute: somebody does; where it is read, and given up."""
    from django.conf import settings
    from django.urls import reverse

    from maillage.kit.errors import Refused
    from maillage.kit.text import long_date

    return Refused(
        "mesh.going",
        f"Un calcul du maillage est déjà en cours\u00a0: catalogue du {long_date(row.on)}, {row.progress}\u00a0%.",
        way_out=f"Relancez la commande quand il est fini\u00a0; il se suit, et s'arrête, sur la page "
        f"{settings.SITE_ADDRESS}{reverse('mesh:computing')}.",
    )
