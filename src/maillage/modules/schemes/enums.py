"""The closed vocabularies of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    """H-003: what a scheme is for; a scheme of both families says so."""

    EMPLOYMENT_ACCESS = "employment_access", _("accès à l'emploi")
    ECONOMIC_DEVELOPMENT = "economic_development", _("développement économique")
    BOTH = "both", _("accès à l'emploi et développement économique")


class Kind(models.TextChoices):
    """H-044: how a scheme helps."""

    SUPPORT = "support", _("accompagnement")
    DIRECT_AID = "direct_aid", _("aide directe")
    FINANCING = "financing", _("financement")


class Instrument(models.TextChoices):
    """H-138: a grant has a rate, a financial instrument has terms."""

    GRANT = "grant", _("subvention")
    FINANCIAL_INSTRUMENT = "financial_instrument", _("instrument financier")


class Level(models.TextChoices):
    """H-163: the level of an intervention."""

    DIRECT = "direct", _("aide directe à l'entreprise")
    INDIRECT = "indirect", _("aide indirecte")
    OPERATOR_SUPPORT = "operator_support", _("soutien à un opérateur")


class Purpose(models.TextChoices):
    """H-027: what the company will do with it."""

    CREATION = "creation", _("création")
    DEVELOPMENT = "development", _("développement")
    DIGITALIZATION = "digitalization", _("digitalisation")
    CONSOLIDATION = "consolidation", _("consolidation")


class Public(models.TextChoices):
    """Whom a scheme addresses."""

    COMPANIES = "companies", _("entreprises")
    CREATORS = "creators", _("créateurs d'entreprise")
    ASSOCIATIONS = "associations", _("associations")
    PUBLIC_BODIES = "public_bodies", _("administrations et établissements publics")
    JOB_SEEKERS = "job_seekers", _("demandeurs d'emploi")
    INDIVIDUALS = "individuals", _("particuliers")


class Role(models.TextChoices):
    """H-039, H-060: what an organisation is to a scheme; each is asked and shown apart."""

    OWNER = "owner", _("porté par")
    MANAGER = "manager", _("géré par")
    FUNDER = "funder", _("financé par")
    EXAMINER = "examiner", _("instruit par")
    OPERATOR = "operator", _("opéré par")
    CONTACT = "contact", _("contact")


class Status(models.TextChoices):
    """The editorial life of a scheme."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publié")
    ARCHIVED = "archived", _("archivé")


class Origin(models.TextChoices):
    """Where a scheme comes from."""

    PROGRAMMES = "programmes", _("programmes nationaux et régionaux réels")
    DOCUMENT = "document", _("document de la Région")
    DEMO = "demo", _("démonstration")
    IMPORT = "import", _("fichier d'un partenaire")


class State(models.TextChoices):
    """Whether a scheme can be asked for on a day, by its dates alone; without any date, nobody knows."""

    OPEN = "open", _("ouvert")
    UPCOMING = "upcoming", _("à venir")
    EXPIRED = "expired", _("terminé")
    UNKNOWN = "unknown", _("dates non renseignées")


class Sort(models.TextChoices):
    """The orders of the catalogue."""

    RELEVANCE = "relevance", _("pertinence")
    TITLE = "title", _("titre")
    CLOSING = "closing", _("date de fin")
