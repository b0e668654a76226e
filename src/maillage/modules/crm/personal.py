"""What a company says of a natural person: the name of a sole trader, of a project's bearer."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

COMPANY = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("reconnaître une entreprise d'une demande à l'autre, et lui répondre selon ce qu'elle est"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après la dernière demande de l'entreprise"),
        only={"origin": ("declaration", "officer", "partner", "import")},
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
    stays=_("les organismes rendent compte de l'argent public : l'aide et son montant restent, sans le nom"),
    free_text=("purpose", "withdrawal_reason"),
)

CONSENT = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("ne partager ce que dit une entreprise qu'avec qui elle veut, et le montrer"),
    basis=Basis.CONSENT,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("asked_why", "evidence", "end_evidence"),
    holder="company",
    stays=_("l'accord et son retrait se prouvent : ils restent tant que l'entreprise est connue"),
    free_text=("asked_why", "evidence", "end_evidence"),
)

MIRROR_ENTRY = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("savoir ce que la base d'un partenaire dit déjà d'une entreprise"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("values",),
    holder="company",
    deleted=True,
)

MIRROR_REQUEST = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("savoir qui a demandé à lire la base d'un partenaire, pourquoi, et ce qui a été répondu"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("reason", "answer"),
    holder="company",
    deleted=True,
    free_text=("reason", "answer"),
)

NUMBER = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("suivre une entreprise quand son numéro change"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("number", "note"),
    holder="company",
    deleted=True,
    free_text=("note",),
)

REGISTER_CHANGE = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("dire à qui suit une entreprise ce que le registre en a changé"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'entreprise")),
    fields=("siret", "before", "after"),
    holder="company",
    deleted=True,
)

SAVED_VIEW = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("rouvrir une liste d'entreprises aidées avec ses filtres"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("jusqu'à ce que son auteur la retire")),
    fields=("name", "address"),
    stays=_("la vue reste à qui l'a faite ; un nom de personne qui y est cherché en est retiré"),
    free_text=("name", "address"),
)

COMPANY_EXPORT = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("savoir qui a emporté quelle liste d'entreprises aidées, pour qui et pourquoi"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("la trace reste ; le fichier est effacé au bout de 7 jours")),
    fields=("address", "reason"),
    stays=_(
        "la trace reste, sans le nom de la personne ; un fichier qui peut la nommer est effacé avec elle"
    ),
    free_text=("address", "reason"),
)

BULK_ACT = PersonalData(
    concerns=Concerned.HEAD,
    purpose=_("savoir ce qui a été fait à plusieurs entreprises à la fois, et pouvoir le défaire"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec l'acte")),
    fields=("said",),
    stays=_("l'acte reste, sans le nom de la personne"),
    free_text=("said",),
)
