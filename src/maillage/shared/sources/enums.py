"""What lets us say a thing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """The kinds of source (ARCHITECTURE.md, «Unknown, and who says so»); what rests on none of them is to be confirmed."""

    LAW = "law", _("texte de loi ou règlement")
    DELIBERATION = "deliberation", _("délibération")
    AGREEMENT = "agreement", _("convention")
    REGISTER = "register", _("registre ou données publiées")
    DECLARATION = "declaration", _("déclaration")
    USAGE = "usage", _("usage")
    UNKNOWN = "unknown", _("à confirmer")
