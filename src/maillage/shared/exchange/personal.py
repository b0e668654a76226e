"""What a file holds of people: the lines as typed, and nobody can say beforehand what is in them."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ROW = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("relire ce qu'un fichier importé disait, et le défaire"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'import")),
    fields=("cells", "made", "messages", "candidates"),
    free_text=("cells", "messages"),
    erased={"cells": [], "made": [], "messages": [], "candidates": []},
)
BATCH = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("savoir d'où viennent des informations importées"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'import")),
    fields=("name", "source"),
    free_text=("name", "source"),
    erased={"name": "fichier", "source": ""},
)
