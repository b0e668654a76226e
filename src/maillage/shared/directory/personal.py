"""What the directory says of public agents and elected members."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

ACTS = _("une personne publique répond de ses actes sous son nom")

PERSON = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui répond de quoi dans le réseau, et joindre cette personne"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après le départ du réseau")),
    fields=("first_name", "last_name", "slug", "phone"),
    names=("first_name", "last_name"),
    phones=("phone",),
    erased={"phone": ""},
    stays=ACTS,
    collected=_("Nom et téléphone professionnels servent à dire qui répond ; ils ne servent à rien d'autre."),
)

TENURE = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("savoir qui tenait un poste un jour donné, et qui le supplée"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("avec la personne")),
    fields=("perimeter", "share"),
    holder="person",
    erased={"share": None},
    stays=ACTS,
)

ABSENCE = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("faire répondre quelqu'un d'autre pendant une absence ; son motif n'est pas demandé"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après la fin de l'absence"), after="last_day"),
    fields=("first_day", "last_day"),
    holder="person",
    deleted=True,
)
