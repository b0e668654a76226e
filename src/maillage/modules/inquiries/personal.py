"""What a request and what happens around it say of the person who asks, and of the agents who answer."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

PURPOSE = _("répondre à une demande, avec les collègues qui y aident")
ACTS = _("le nom de l'agent reste : une personne publique répond de ses actes")


def _part(
    *fields: str,
    erased: Mapping[str, object] | None = None,
    holder: str = "inquiry",
    deleted: bool = False,
    stays: str | Promise = "",
    purpose: str | Promise = PURPOSE,
    withheld: Mapping[str, object] | None = None,
    free_text: tuple[str, ...] = (),
    context: tuple[str, ...] = (),
) -> PersonalData:
    """A table whose rows are part of a request, and live as long as it does."""
    return PersonalData(
        concerns=Concerned.CONTACT,
        purpose=purpose,
        basis=Basis.PUBLIC_TASK,
        kept=Kept(words=_("avec la demande")),
        fields=fields,
        holder=holder,
        erased=erased or {},
        deleted=deleted,
        stays=stays,
        withheld=withheld or {},
        free_text=free_text,
        context=context,
    )


INQUIRY = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("répondre à la demande d'une entreprise ou d'un porteur de projet"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après la réception de la demande, une fois qu'elle est terminée"),
        after="received_at",
        only={"state": ("answered", "closed", "uncovered", "withdrawn")},
        meanwhile=_("la demande est en cours : terminez-la d'abord, ou demandez à la personne de la retirer"),
    ),
    fields=(
        "contact_name",
        "contact_email",
        "contact_phone",
        "contact_fault",
        "need",
        "situation",
        "uncovered_note",
    ),
    names=("contact_name",),
    emails=("contact_email",),
    phones=("contact_phone",),
    erased={
        "contact_name": "",
        "contact_email": "",
        "contact_phone": "",
        "contact_fault": "",
        "need": "",
        "situation": {},
        "uncovered_note": "",
    },
    free_text=("need", "situation", "uncovered_note"),
    context=("received_at", "subject", "commune", "channel", "state"),
    stays=_(
        "le sujet, la commune, les dates et la réponse restent, sans personne : ils comptent les besoins"
    ),
    collected=_(
        "Votre nom, votre adresse électronique ou votre téléphone et votre message servent à vous répondre, et à rien d'autre."
    ),
)
MESSAGE = _part(
    "body",
    erased={"body": "[effacé]"},
    withheld={"visibility": "internal"},
    free_text=("body",),
    context=("at", "author", "person"),
)
ATTACHMENT = _part("file", holder="message__inquiry", deleted=True)
HAND_OVER = _part(
    "reason",
    "settled_reason",
    erased={"reason": "[effacé]", "settled_reason": "[effacé]"},
    stays=ACTS,
    free_text=("reason", "settled_reason"),
    context=("proposed_at", "giver", "state"),
)
PARTICIPANT = _part(
    "part",
    erased={"part": "[effacé]"},
    stays=ACTS,
    free_text=("part",),
    context=("asked_at", "person", "done_at"),
)
LEAD_CHANGE = _part(
    "note", "by", erased={"note": ""}, stays=ACTS, free_text=("note",), context=("at", "person", "reason")
)
EVENT = _part("note", "by", erased={"note": ""}, stays=ACTS, free_text=("note",), context=("at", "kind"))
STEP = _part(
    "title",
    "note",
    "changed_by",
    erased={"note": ""},
    stays=ACTS,
    free_text=("title", "note"),
    context=("stage",),
)
FOLLOW_LINK = _part(
    "digest",
    deleted=True,
    context=("created_at", "expires_at"),
    purpose=_(
        "ouvrir sa demande à la personne qui l'a envoyée ; le lien n'ouvre plus 180 jours après son envoi"
    ),
)
ROUTING_TABLE = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui a publié les règles d'orientation"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec les règles publiées")),
    fields=("published_by",),
    stays=ACTS,
)
