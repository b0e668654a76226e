"""What a request of a person about its own data says of that person."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

RIGHTS_REQUEST = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("répondre à une personne qui exerce ses droits, et pouvoir montrer qu'on l'a fait"),
    basis=Basis.LEGAL_OBLIGATION,
    kept=Kept(words=_("après la réponse"), after="answered_on"),
    fields=("name", "email", "phone", "note", "answer"),
    free_text=("note", "answer"),
    names=("name",),
    emails=("email",),
    phones=("phone",),
    erased={"name": "", "email": "", "phone": "", "note": ""},
    stays=_("la nature de la demande, ses dates et ce qui a été fait restent, sans personne"),
)
