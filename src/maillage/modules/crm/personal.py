"""What a company says of a natural person: the name of a sole trader, of a project's bearer."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

COMPANY = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("reconnaître une entreprise d'une demande à l'autre, et lui répondre selon ce qu'elle est"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après la dernière demande de l'entreprise"),
        only={"origin": ("declaration", "officer", "partner")},
        meanwhile=_(
            "le registre des entreprises le dit : c'est à lui qu'il faut demander de ne plus le publier"
        ),
    ),
    fields=("name", "trade_name", "search_name", "siren", "foreign_number"),
    names=("name", "trade_name"),
    erased={
        "name": "Entreprise effacée nº {pk}",
        "trade_name": "",
        "search_name": "",
        "siren": "",
        "foreign_number": "",
        "identity": "none_yet",
    },
    collected=_(
        "Le nom d'une entreprise individuelle est celui d'une personne : le public ne le voit que si le registre le publie."
    ),
)

ESTABLISHMENT = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("savoir où une entreprise travaille"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("siret",),
    holder="company",
    erased={"siret": ""},
)

AID = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_(
        "savoir quelles aides une entreprise a reçues, pour ne pas la solliciter deux fois ni la laisser sans réponse"
    ),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("purpose", "reference", "withdrawal_reason"),
    holder="company",
    erased={"purpose": "", "reference": ""},
    stays=_("les organismes rendent compte de l'argent public : l'aide et son montant restent, sans le nom"),
    free_text=("purpose", "withdrawal_reason"),
)
