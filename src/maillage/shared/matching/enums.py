"""What people say of two records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """Whether two records are one thing."""

    OPEN = "open", _("à examiner")
    SAME = "same", _("c'est la même")
    DIFFERENT = "different", _("ce sont deux différentes")
    TO_ASK = "to_ask", _("à demander")
