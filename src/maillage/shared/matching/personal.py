"""What a merge keeps of people: the record that was taken in, as it was, for as long as the merge can be undone."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

MERGE = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("défaire une fusion de fiches"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("90 jours après la fusion, tant qu'elle peut être défaite")),
    fields=("record", "merged_title"),
    erased={"record": {}, "merged_title": ""},
)
PAIR = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("se souvenir de ce qu'on a dit de deux fiches qui se ressemblent"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec les deux fiches")),
    fields=("reason",),
    free_text=("reason",),
    erased={"reason": ""},
)
