"""What actions say of the agents who do them, and of those whom their words may quote."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ACTS = _("le nom de l'agent reste : une personne publique répond de ses actes")

ACTION = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir ce qu'un agent s'est engagé à faire, et pour quand"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après la fin de l'action"),
        after="settled_at",
        only={"state": ("done", "dropped")},
        meanwhile=_("l'action est à faire"),
    ),
    fields=("what", "subject_label", "dropped_reason", "created_by", "settled_by"),
    holder="owner",
    erased={"what": "[effacé]", "subject_label": "", "dropped_reason": "[effacé]"},
    stays=ACTS,
    free_text=("what", "subject_label", "dropped_reason"),
    context=("due_on", "state"),
    collected=_("Ce que vous écrivez est lu par votre unité, si elle lit aussi ce dont il s'agit."),
)

TODO_EVENT = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("dire pourquoi une action a été reportée, confiée ou abandonnée"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'action")),
    fields=("by", "note"),
    holder="todo__owner",
    erased={"note": ""},
    stays=ACTS,
    free_text=("note",),
    context=("at", "did"),
)
