"""The acts of officers on a request, each the operation that the page calls; the program names the person who acts."""

from django.http import HttpRequest
from ninja import Router, Status

from maillage.kit import clock
from maillage.kit.api import needs
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.api.shapes import (
    Acted,
    ContactIn,
    HandOverIn,
    MessageIn,
    PartIn,
    ReasonIn,
    ReassignIn,
    UncoverIn,
)
from maillage.modules.inquiries.api.targets import acted, actor_on, known_person, known_unit
from maillage.shared.accounts.scopes import Scope

router = Router()
WRITES = needs(Scope.INQUIRIES_WRITE)


@router.post("/{reference}/take", response=Acted, summary="Prendre en charge", **WRITES)
def take_inquiry(request: HttpRequest, reference: str) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.take(reference, at=clock.now(), actor=who))


@router.post("/{reference}/ask", response=Acted, summary="Poser une question à l'entreprise", **WRITES)
def ask_company(request: HttpRequest, reference: str, asked: MessageIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.ask(reference, asked.body, key=asked.key, at=clock.now(), actor=who))


@router.post("/{reference}/answer", response=Acted, summary="Répondre à l'entreprise", **WRITES)
def answer_company(request: HttpRequest, reference: str, asked: MessageIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.answer(reference, asked.body, key=asked.key, at=clock.now(), actor=who))


@router.post("/{reference}/note", response=Acted, summary="Noter pour les collègues", **WRITES)
def note_inquiry(request: HttpRequest, reference: str, asked: MessageIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.note(reference, asked.body, key=asked.key, at=clock.now(), actor=who))


@router.post(
    "/{reference}/uncover", response=Acted, summary="Dire qu'aucune aide ne couvre le besoin", **WRITES
)
def uncover_inquiry(request: HttpRequest, reference: str, asked: UncoverIn) -> Acted:
    who = actor_on(request, reference)
    done = operations.uncover(
        reference, asked.motive, asked.note, asked.body, key=asked.key, at=clock.now(), actor=who
    )
    return acted(done)


@router.post("/{reference}/close", response=Acted, summary="Clore", **WRITES)
def close_inquiry(request: HttpRequest, reference: str) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.close(reference, at=clock.now(), actor=who))


@router.post("/{reference}/reopen", response=Acted, summary="Rouvrir", **WRITES)
def reopen_inquiry(request: HttpRequest, reference: str, asked: ReasonIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.reopen(reference, asked.reason, at=clock.now(), actor=who))


@router.post("/{reference}/nothing", response=Acted, summary="Dire qu'il n'y a rien à répondre", **WRITES)
def nothing_to_answer(request: HttpRequest, reference: str) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.nothing_to_answer(reference, at=clock.now(), actor=who))


@router.post("/{reference}/withdraw", response=Acted, summary="Retirer pour l'entreprise", **WRITES)
def withdraw_inquiry(request: HttpRequest, reference: str, asked: ReasonIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.withdraw(reference, asked.reason, at=clock.now(), actor=who))


@router.post("/{reference}/contact", response=Acted, summary="Corriger les coordonnées", **WRITES)
def correct_contact(request: HttpRequest, reference: str, asked: ContactIn) -> Acted:
    who = actor_on(request, reference)
    done = operations.correct_contact(
        reference, name=asked.name, email=asked.email, phone=asked.phone, at=clock.now(), actor=who
    )
    return acted(done)


@router.post("/{reference}/reassign", response=Acted, summary="Confier à une autre personne", **WRITES)
def reassign_inquiry(request: HttpRequest, reference: str, asked: ReassignIn) -> Acted:
    who = actor_on(request, reference)
    person = known_person(asked.person)
    return acted(operations.reassign(reference, person, asked.reason, at=clock.now(), actor=who))


@router.post("/{reference}/hand-over", response=Acted, summary="Proposer un passage de relais", **WRITES)
def propose_hand_over(request: HttpRequest, reference: str, asked: HandOverIn) -> Acted:
    who = actor_on(request, reference)
    done = operations.propose_hand_over(
        reference,
        to_unit=known_unit(asked.unit),
        to_person=known_person(asked.person) if asked.person else None,
        reason=asked.reason,
        at=clock.now(),
        actor=who,
    )
    return acted(done)


@router.post("/{reference}/hand-over/accept", response=Acted, summary="Accepter le relais", **WRITES)
def accept_hand_over(request: HttpRequest, reference: str) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.accept_hand_over(reference, at=clock.now(), actor=who))


@router.post("/{reference}/hand-over/refuse", response=Acted, summary="Refuser le relais", **WRITES)
def refuse_hand_over(request: HttpRequest, reference: str, asked: ReasonIn) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.refuse_hand_over(reference, asked.reason, at=clock.now(), actor=who))


@router.post("/{reference}/hand-over/cancel", response=Acted, summary="Reprendre sa proposition", **WRITES)
def cancel_hand_over(request: HttpRequest, reference: str) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.cancel_hand_over(reference, at=clock.now(), actor=who))


@router.post("/{reference}/parts", response={201: Acted}, summary="Demander une part", **WRITES)
def ask_part(request: HttpRequest, reference: str, asked: PartIn) -> Status:
    who = actor_on(request, reference)
    person = known_person(asked.person)
    return Status(
        201, acted(operations.invite(reference, person, asked.part, asked.due_on, at=clock.now(), actor=who))
    )


@router.post("/{reference}/parts/{int:part}/finish", response=Acted, summary="Finir sa part", **WRITES)
def finish_part(request: HttpRequest, reference: str, part: int) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.finish_part(reference, part, at=clock.now(), actor=who))


@router.post("/{reference}/parts/{int:part}/remove", response=Acted, summary="Retirer une part", **WRITES)
def remove_part(request: HttpRequest, reference: str, part: int) -> Acted:
    who = actor_on(request, reference)
    return acted(operations.remove_part(reference, part, at=clock.now(), actor=who))
