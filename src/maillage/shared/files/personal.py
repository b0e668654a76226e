"""What a file that someone sent says of people: anything, so its name and its content are theirs."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

STORED_FILE = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("lire les pièces jointes à une demande"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec la demande à laquelle il est joint")),
    fields=("name", "path"),
    free_text=("name",),
    deleted=True,
)
