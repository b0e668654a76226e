"""What an officer sends from the file of a request: each act becomes one operation, and what was typed is never lost."""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.modules.inquiries import operations, queries

ACTS = ("answer", "ask", "note", "uncover", "invite", "hand_over", "refuse", "reassign", "add_step")
"""The acts with something to type: each has its folded form on the page."""
ON_DEMAND = frozenset({"invite", "hand_over", "reassign", "add_step"})
"""Those that choose among the people or the units of the whole network: their form is made when it is asked for."""
UNDO = "inquiries.undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An act as it was sent, on which request, by whom and when."""

    reference: str
    data: QueryDict
    files: MultiValueDict[str, UploadedFile]
    actor: Actor
    at: datetime.datetime
    on: datetime.date

    def text(self, name: str) -> str:
        return typed(self.data.get(name, ""))

    def number(self, name: str) -> int | None:
        """A primary key chosen in a list; None when nothing was chosen."""
        return _number(self.data.get(name, ""))

    def person(self, name: str = "person") -> int:
        """The person chosen. Raises Refused."""
        found = self.number(name)
        if found is None:
            raise Refused(
                "nobody_chosen",
                _("Personne n'est choisi."),
                way_out=_("Choisissez une personne dans la liste."),
                field=name,
            )
        return found

    def day(self, name: str) -> datetime.date:
        """The day typed. Raises Refused."""
        try:
            return datetime.date.fromisoformat(self.text(name))
        except ValueError:
            raise Refused(
                "no_day",
                _("Ce jour n'existe pas, ou il manque."),
                way_out=_("Écrivez-le comme 24/11/2026."),
                field=name,
            ) from None

    @property
    def key(self) -> str:
        return self.text("key")

    @property
    def attachments(self) -> tuple[UploadedFile, ...]:
        return tuple(self.files.getlist("files"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the act did, in a sentence for the person who did it; ``anchor``: where to look on the page; ``back``: what
    undoes it, for the address of the page (see ``undoing``)."""

    sentence: str
    anchor: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form of the page. ``key`` is drawn for each sending: sent twice, it does one thing. ``typed`` holds what a refused
    form said (any other name: empty)."""

    key: str
    typed: Mapping[str, str] = field(default_factory=lambda: defaultdict(str))
    error: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSheet:
    """A step of the pathway, and the form that corrects it when it is asked for."""

    step: queries.StepLine
    sheet: Sheet | None


def perform(asked: Asked) -> Done:
    """Do the act that was sent. Raises Refused, with the sentence that the page shows."""
    act = _ACTS.get(asked.text("act"))
    if act is None:
        raise Refused(
            "unknown_act",
            _("Cette action n'existe pas."),
            way_out=_("Rechargez la page, puis recommencez."),
        )
    return act(asked)


def sheets(
    file: queries.InquiryFile, wanted: str, failed: Asked | None, refusal: Refused | None
) -> dict[str, Sheet]:
    """The forms of the page by act: fresh, but for the one that was refused. ``wanted``: the act of ON_DEMAND whose form is
    asked for."""
    found = {
        act: Sheet(key=secrets.token_urlsafe(16), open=act == wanted and act in ON_DEMAND) for act in ACTS
    }
    found["contact"] = Sheet(
        key="",
        typed={"name": file.contact_name, "email": file.contact_email, "phone": file.contact_phone},
    )
    if failed is not None and refusal is not None:
        found[failed.text("act")] = _refused(failed, refusal)
    return found


def steps(
    found: tuple[queries.StepLine, ...], corrected: str, failed: Asked | None, refusal: Refused | None
) -> tuple[StepSheet, ...]:
    """Each step; the one to be corrected with its form, filled with what the step says, or with what was refused."""
    at_fault = failed.number("step") if failed and failed.text("act") == "amend_step" else None
    sheets: dict[int, Sheet] = {}
    for step in found:
        if failed and refusal and step.pk == at_fault:
            sheets[step.pk] = _refused(failed, refusal)
        elif str(step.pk) == corrected:
            sheets[step.pk] = Sheet(key="", typed=_as_typed(step), open=True)
    return tuple(StepSheet(step=step, sheet=sheets.get(step.pk)) for step in found)


def undoing(back: str, steps: tuple[queries.StepLine, ...]) -> Mapping[str, str] | None:
    """The step just removed, as the form that puts it back says it; None: nothing to undo, or it is back already."""
    try:
        said: Mapping[str, str] = signing.loads(back, salt=UNDO)
    except signing.BadSignature:
        return None
    there = any(
        (one.title, one.stage, one.note) == (said["title"], said["stage"], said["note"]) for one in steps
    )
    return None if there else said


def _refused(failed: Asked, refusal: Refused) -> Sheet:
    said = defaultdict(str, {name: failed.data.get(name, "") for name in failed.data})
    return Sheet(key=failed.key or secrets.token_urlsafe(16), typed=said, error=str(refusal), open=True)


def _as_typed(step: queries.StepLine) -> Mapping[str, str]:
    by = f"u{step.unit}" if step.unit else f"o{step.organization}"
    said = {
        "title": step.title, "stage": step.stage, "by": by, "scheme": step.scheme_slug, "note": step.note, "state": step.state,
    }  # fmt: skip
    return defaultdict(str, said)


def _number(text: str) -> int | None:
    """A primary key as a form sends it; None when it is none that a database could hold."""
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _take(one: Asked) -> Done:
    operations.take(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("Vous avez pris cette demande en charge."))


def _answer(one: Asked) -> Done:
    operations.answer(
        one.reference, one.text("body"), key=one.key, files=one.attachments, at=one.at, actor=one.actor
    )
    return Done(sentence=_("Votre réponse est envoyée à l'entreprise."), anchor="echanges")


def _ask(one: Asked) -> Done:
    operations.ask(
        one.reference, one.text("body"), key=one.key, files=one.attachments, at=one.at, actor=one.actor
    )
    return Done(sentence=_("Votre question est envoyée : la demande attend la réponse."), anchor="echanges")


def _note(one: Asked) -> Done:
    operations.note(one.reference, one.text("body"), key=one.key, at=one.at, actor=one.actor)
    return Done(sentence=_("Votre note est gardée ; l'entreprise ne la lit pas."), anchor="echanges")


def _uncover(one: Asked) -> Done:
    operations.uncover(
        one.reference,
        one.text("motive"),
        one.text("note"),
        one.text("body"),
        key=one.key,
        at=one.at,
        actor=one.actor,
    )
    return Done(sentence=_("Ce besoin est compté avec ceux qu'aucune aide ne couvre."), anchor="echanges")


def _contact(one: Asked) -> Done:
    operations.correct_contact(
        one.reference,
        name=one.text("name"),
        email=one.text("email"),
        phone=one.text("phone"),
        at=one.at,
        actor=one.actor,
    )
    return Done(sentence=_("Le contact est corrigé."), anchor="besoin")


def _close(one: Asked) -> Done:
    operations.close(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("La demande est close. Vous pouvez la rouvrir quand vous voulez."))


def _reopen(one: Asked) -> Done:
    operations.reopen(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("La demande est rouverte."))


def _nothing(one: Asked) -> Done:
    operations.nothing_to_answer(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("C'est noté : ce message n'attend pas de réponse, la demande reste répondue."))


def _invite(one: Asked) -> Done:
    operations.invite(
        one.reference, one.person(), one.text("part"), one.day("due_on"), at=one.at, actor=one.actor
    )
    return Done(sentence=_("Cette part est demandée, avec sa date."), anchor="rail-avec")


def _finish_part(one: Asked) -> Done:
    operations.finish_part(one.reference, one.number("part") or 0, at=one.at, actor=one.actor)
    return Done(sentence=_("Votre part est faite."), anchor="rail-avec")


def _remove_part(one: Asked) -> Done:
    operations.remove_part(one.reference, one.number("part") or 0, at=one.at, actor=one.actor)
    return Done(sentence=_("Cette part n'est plus demandée."), anchor="rail-avec")


def _hand_over(one: Asked) -> Done:
    operations.propose_hand_over(
        one.reference,
        to_unit=one.number("unit"),
        to_person=one.number("person"),
        reason=one.text("reason"),
        at=one.at,
        actor=one.actor,
    )
    return Done(sentence=_("Le relais est proposé. Vous répondez de la demande jusqu'à ce qu'on accepte."))


def _accept(one: Asked) -> Done:
    operations.accept_hand_over(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("Vous êtes désormais l'interlocuteur de l'entreprise : elle en est prévenue."))


def _refuse(one: Asked) -> Done:
    operations.refuse_hand_over(one.reference, one.text("reason"), at=one.at, actor=one.actor)
    return Done(sentence=_("Le relais est refusé ; la personne qui le proposait lit votre motif."))


def _cancel(one: Asked) -> Done:
    operations.cancel_hand_over(one.reference, at=one.at, actor=one.actor)
    return Done(sentence=_("La proposition de relais est annulée."))


def _reassign(one: Asked) -> Done:
    operations.reassign(one.reference, one.person(), one.text("reason"), at=one.at, actor=one.actor)
    return Done(sentence=_("La demande est confiée ; l'entreprise et les deux personnes en sont prévenues."))


def _add_step(one: Asked) -> Done:
    operations.add_step(
        one.reference,
        **_step(one),  # type: ignore[arg-type]
        state=one.text("state") or "proposed",
        at=one.at,
        actor=one.actor,
    )
    return Done(sentence=_("L'étape est ajoutée ; l'entreprise la lit sur sa page."), anchor="parcours")


def _amend_step(one: Asked) -> Done:
    operations.amend_step(
        one.reference,
        one.number("step") or 0,
        **_step(one),  # type: ignore[arg-type]
        state=one.text("state"),
        at=one.at,
        actor=one.actor,
    )
    return Done(sentence=_("L'étape est corrigée."), anchor="parcours")


def _remove_step(one: Asked) -> Done:
    gone = operations.remove_step(one.reference, one.number("step") or 0, at=one.at, actor=one.actor)
    said = {
        "title": gone.title,
        "stage": gone.stage,
        "by": f"u{gone.unit_id}" if gone.unit_id else f"o{gone.organization_id}",
        "scheme": gone.scheme.slug if gone.scheme else "",
        "note": gone.note,
        "state": gone.state,
    }
    return Done(
        sentence=_("L'étape est retirée du parcours."),
        anchor="parcours",
        back=signing.dumps(said, salt=UNDO, compress=True),
    )


def _move_step(one: Asked) -> Done:
    up = one.text("to") == "up"
    operations.move_step(one.reference, one.number("step") or 0, up=up, at=one.at, actor=one.actor)
    return Done(sentence=_("L'étape a changé de place."), anchor="parcours")


def _step(one: Asked) -> dict[str, object]:
    """The fields of a step. ``by`` is « u12 » (a unit) or « o7 » (an organisation)."""
    kind, number = one.text("by")[:1], _number(one.text("by")[1:])
    if kind not in ("u", "o") or number is None:
        raise Refused(
            "no_organization",
            _("Aucun organisme n'est choisi : chaque étape a un responsable."),
            way_out=_("Choisissez-le dans la liste."),
            field="by",
        )
    return {
        "stage": one.text("stage"),
        "title": one.text("title"),
        "unit": number if kind == "u" else None,
        "organization": number if kind == "o" else None,
        "scheme": one.text("scheme"),
        "note": one.text("note"),
    }


_ACTS: dict[str, Callable[[Asked], Done]] = {
    "take": _take, "answer": _answer, "ask": _ask, "note": _note, "uncover": _uncover, "contact": _contact, "close": _close, "reopen": _reopen, "nothing": _nothing,
    "invite": _invite, "finish_part": _finish_part, "remove_part": _remove_part, "hand_over": _hand_over,
    "accept": _accept, "refuse": _refuse, "cancel_hand_over": _cancel, "reassign": _reassign,
    "add_step": _add_step, "amend_step": _amend_step, "remove_step": _remove_step, "move_step": _move_step,
}  # fmt: skip
