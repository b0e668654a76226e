"""What means say of public agents."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ASSIGNMENT = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("répartir entre les organismes le temps et le coût des personnes affectées à plusieurs"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec la personne")),
    fields=(
        "percent",
        "yearly_cost",
        "funded",
        "day_text",
        "evidence",
        "note",
        "end_reason",
        "withdrawal_reason",
    ),
    holder="person",
    erased={"yearly_cost": None, "funded": None, "note": "", "end_reason": ""},
    stays=_("les comptes des organismes rendent compte de la part du temps de chacun"),
    free_text=("note", "end_reason", "withdrawal_reason"),
    collected=_(
        "La part du temps sert à répartir les coûts entre les organismes ; elle ne sert à rien d'autre."
    ),
)
