"""What the programs of partners leave of people: who made a key, and an answer kept a day."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

MADE_BY = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui a ouvert l'application au programme d'un partenaire"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec le jeton")),
    fields=("made_by",),
    stays=_("donner un accès est un acte : on doit pouvoir en rendre compte"),
)

ANSWER = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("répondre deux fois la même chose à un programme qui envoie deux fois la même demande"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("un jour")),
    fields=("body",),
    free_text=("body",),
    erased={"body": ""},
)
