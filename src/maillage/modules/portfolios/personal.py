"""What portfolios and referents say of agents."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ACTS = _("le nom de l'agent reste : une personne publique répond de ses actes")
PURPOSE = _("savoir qui suit une entreprise, et à qui elle peut s'adresser")

FOLLOWING = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=PURPOSE,
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après la fin du suivi"), after="until", meanwhile=_("le suivi est en cours")),
    fields=("words", "ended_because", "added_by"),
    holder="person",
    erased={"words": "", "ended_because": ""},
    stays=ACTS,
    free_text=("words", "ended_because"),
    context=("since", "until", "part"),
    collected=_(
        "Votre nom et votre part se lisent sur la page de l'entreprise, par les personnes du réseau."
    ),
)

REFERENT = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=PURPOSE,
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("note", "decided_by"),
    holder="person",
    erased={"note": ""},
    stays=ACTS,
    free_text=("note",),
    context=("since", "until", "reason"),
)

RELAY = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=PURPOSE,
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec les entreprises")),
    fields=("reason", "settled_reason"),
    holder="giver",
    erased={"reason": "[effacé]", "settled_reason": "[effacé]"},
    stays=ACTS,
    free_text=("reason", "settled_reason"),
    context=("proposed_at", "state"),
)
