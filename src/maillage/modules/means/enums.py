"""The words of means: where a tool is installed and deployed, what becomes of an option."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeploymentState(models.TextChoices):
    """Where an organisation stands with a tool (S-065)."""

    PLANNED = "planned", _("prévu")
    UNDER_WAY = "under_way", _("en cours de déploiement")
    DEPLOYED = "deployed", _("déployé")
    STOPPED = "stopped", _("arrêté")
    UNKNOWN = "unknown", _("non renseigné")


class HostingKind(models.TextChoices):
    """Where a tool and its data are (S-088)."""

    LOCAL = "local", _("local")
    REGIONAL = "regional", _("régional")
    CLOUD = "cloud", _("en ligne (Cloud)")


class SkillKind(models.TextChoices):
    """What is pooled among people (S-035)."""

    SKILL = "skill", _("compétence")
    TRAINING = "training", _("formation")


class StudyKind(models.TextChoices):
    """What a study weighs: ways to organise a mission (S-028), or giving it to somebody else (S-099)."""

    OPTIONS = "options", _("étude d'options")
    OUTSOURCING = "outsourcing", _("étude d'externalisation")


class OptionFate(models.TextChoices):
    """What became of an option of a study."""

    OPEN = "open", _("à l'étude")
    CHOSEN = "chosen", _("retenue")
    REJECTED = "rejected", _("écartée")
