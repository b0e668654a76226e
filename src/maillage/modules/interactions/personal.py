"""What contacts, exchanges and received mails say of the people met."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ACTS = _("le nom de l'agent reste : une personne publique répond de ses actes")
PURPOSE = _(
    "savoir qui du réseau a rencontré une entreprise, quand et à quel sujet, pour ne pas la solliciter deux fois"
)

CONTACT = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("joindre la personne qui parle pour une entreprise ou un organisme partenaire"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après le départ de la personne, ou la dernière fois que sa fiche a été confirmée"),
        after="as_of",
    ),
    fields=("name", "search_name", "function", "email", "phone"),
    names=("name",),
    emails=("email",),
    phones=("phone",),
    erased={"name": "Personne effacée nº {pk}", "search_name": "", "function": "", "email": "", "phone": ""},
    stays=_("ce qui s'est dit avec l'entreprise reste, sans le nom de la personne"),
    collected=_(
        "Nom, fonction, adresse et téléphone professionnels servent à joindre l'entreprise, et à rien d'autre ; "
        "la personne peut demander à les voir ou à les effacer."
    ),
    context=("as_of", "origin"),
)

INTERACTION = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=PURPOSE,
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après l'échange"), after="at"),
    fields=("purpose", "situation", "needs", "decisions", "next_steps", "ended_because"),
    erased={
        "purpose": "[effacé]",
        "situation": "",
        "needs": "",
        "decisions": "",
        "next_steps": "",
        "ended_because": "",
    },
    stays=_("l'entreprise, le jour, le sujet et l'agent restent : ils disent qui l'a déjà sollicitée"),
    collected=_(
        "Ce compte rendu peut être lu par les personnes dont il parle : écrivez ce qui sert à l'entreprise, "
        "sans jugement sur les personnes."
    ),
    free_text=("purpose", "situation", "needs", "decisions", "next_steps", "ended_because"),
    context=("at", "kind", "state"),
)

ATTENDEE = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=PURPOSE,
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'échange")),
    fields=("name",),
    holder="interaction",
    erased={"name": "[effacé]"},
    free_text=("name",),
    stays=ACTS,
)

RECEIVED_MAIL = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("garder avec l'entreprise un courriel qu'un agent a fait suivre à l'application"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après la réception du courriel"), after="received_at"),
    fields=("sender", "written_by", "recipient", "title", "body", "attachments", "discarded_because"),
    emails=("sender", "written_by"),
    erased={
        "sender": "",
        "written_by": "",
        "recipient": "",
        "title": "[effacé]",
        "body": "[effacé]",
        "attachments": [],
        "discarded_because": "",
    },
    free_text=("title", "body", "discarded_because"),
    context=("received_at", "state"),
)

SOLICITATION_WINDOW = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui a décidé de la durée de la double sollicitation"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec la décision")),
    fields=("decided_by",),
    stays=ACTS,
)
