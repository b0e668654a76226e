"""What a mail says of the person it goes to."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

MAIL = PersonalData(
    concerns=Concerned.CONTACT,
    purpose=_("écrire à une personne ce qui la concerne, une seule fois, et savoir si le courriel est parti"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après l'écriture du courriel ; son texte est vidé dès l'envoi, ou après 30 jours"),
        after="written_at",
    ),
    fields=("to", "subject", "text", "html", "about", "fault"),
    emails=("to",),
    context=("written_at",),
    free_text=("subject", "text", "html"),
    deleted=True,
)
