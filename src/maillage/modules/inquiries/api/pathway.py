"""The steps of the pathway of a request: added, said again, moved, removed."""

from django.http import HttpRequest
from ninja import Router, Status

from maillage.kit import clock
from maillage.kit.api import needs
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.api.shapes import Acted, MoveIn, StepIn
from maillage.modules.inquiries.api.targets import acted, actor_on, known_organization, known_unit
from maillage.shared.accounts.scopes import Scope

router = Router()
WRITES = needs(Scope.INQUIRIES_WRITE)


@router.post("/{reference}/steps", response={201: Acted}, summary="Ajouter une étape", **WRITES)
def add_step(request: HttpRequest, reference: str, asked: StepIn) -> Status:
    who = actor_on(request, reference)
    done = operations.add_step(
        reference,
        stage=asked.stage,
        title=asked.title,
        organization=known_organization(asked.organization),
        unit=known_unit(asked.unit),
        scheme=asked.scheme,
        note=asked.note,
        state=asked.state,
        at=clock.now(),
        actor=who,
    )
    return Status(201, acted(done))


@router.put("/{reference}/steps/{int:step}", response=Acted, summary="Modifier une étape", **WRITES)
def amend_step(request: HttpRequest, reference: str, step: int, asked: StepIn) -> Acted:
    who = actor_on(request, reference)
    done = operations.amend_step(
        reference,
        step,
        stage=asked.stage,
        title=asked.title,
        organization=known_organization(asked.organization),
        unit=known_unit(asked.unit),
        scheme=asked.scheme,
        note=asked.note,
        state=asked.state,
        at=clock.now(),
        actor=who,
    )
    return acted(done)


@router.post("/{reference}/steps/{int:step}/move", response=Acted, summary="Déplacer une étape", **WRITES)
def move_step(request: HttpRequest, reference: str, step: int, asked: MoveIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.move_step(reference, step, up=asked.up, at=clock.now(), actor=who))


@router.delete("/{reference}/steps/{int:step}", response=Acted, summary="Retirer une étape", **WRITES)
def remove_step(request: HttpRequest, reference: str, step: int) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.remove_step(reference, step, at=clock.now(), actor=who))
