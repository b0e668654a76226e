"""What a role says of the person who bears it, and of the one who gave it."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ROLE = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui pouvait lire et faire quoi, un jour donné, et qui l'a décidé"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec le compte")),
    fields=("role", "perimeter", "given_by"),
    holder="user",
    stays=_("donner un droit est un acte : on doit pouvoir en rendre compte"),
)
