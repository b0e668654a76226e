"""The words of the mission map. No order of merit among modes: they are listed by the order of their letters (S-014)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """The five modes of management («modes de gestion», S-008), listed by letter."""

    AUTONOMY = "A", _("Autonomie")
    COOPERATION = "C", _("Coopération")
    HARMONIZATION = "H", _("Harmonisation")
    INTEGRATION = "I", _("Intégration")
    POOLING = "M", _("Mutualisation")


class Level(models.TextChoices):
    """What a mission is: the coarsest first. A mode may be set at each (S-015)."""

    FUNCTION = "function", _("fonction")
    DOMAIN = "domain", _("domaine")
    MACRO_PROCESS = "macro_process", _("macro-processus")
    INITIATIVE = "initiative", _("action")


class Nature(models.TextChoices):
    """What a dated fact says: what was seen, what was decided, what is aimed at (S-018)."""

    OBSERVED = "observed", _("constat")
    STATUS = "status", _("statut")
    PROJECTED = "projected", _("projection")


class Basis(models.TextChoices):
    """Where a fact was read: on the drawn map, in the text around it, or entered by a person or an import."""

    MAP = "map", _("carte du document")
    STORY = "story", _("récit")
    ENTERED = "entered", _("saisie")


class Presence(models.TextChoices):
    """Whether a state of the map shows a mission. UNCONFIRMED: the text does not let say; a person must settle (S-031)."""

    SHOWN = "shown", _("présent")
    GONE = "gone", _("retiré")
    UNCONFIRMED = "unconfirmed", _("à confirmer")


class Legibility(models.TextChoices):
    """How a label was read in the document."""

    CLEAR = "clear", _("lu tel quel")
    REPAIRED = "repaired", _("lu et corrigé")
    GARBLED = "garbled", _("déduit de sa place")
    TYPED = "typed", _("saisi")


class PlanKind(models.TextChoices):
    """What a plan maps: missions in modes, or themes by unit."""

    MISSIONS = "missions", _("missions et modes de gestion")
    THEMES = "themes", _("thèmes et unités")


class CooperationForm(models.TextChoices):
    PROJECT = "project", _("mode projet")
    COMMUNITY = "community", _("communauté de centres d'intérêt partagés")


class PoolingLogic(models.TextChoices):
    SHARED_SERVICE_CENTRE = "csp", _("centre de services partagés (CSP)")
    GROUPING = "grouping", _("groupement de moyens")


class Pooled(models.TextChoices):
    RESOURCE = "resource", _("ressources")
    TOOL = "tool", _("outils")
    PERSON = "person", _("personnes")
    EXPERTISE = "expertise", _("expertises")


class IntegrationOption(models.TextChoices):
    CCIR = "ccir", _("au niveau de la CCI régionale")
    DELEGATION = "delegation", _("par délégation de gestion")


class DelegationVariant(models.TextChoices):
    SUPRA_REGIONAL = "supra_regional", _("supra-régionale")
    INFRA_REGIONAL = "infra_regional", _("infra-régionale, vers une CCI territoriale")
    THIRD_PARTY = "third_party", _("à un tiers opérateur")
    NATIONAL = "national", _("nationale")


class PartyRole(models.TextChoices):
    """What an organisation is to a mode: who manages locally (A), takes part (C), hosts or benefits (M), adopts (H)."""

    LOCAL_MANAGER = "local_manager", _("gère localement")
    PARTICIPANT = "participant", _("participe")
    HOST = "host", _("accueille")
    BENEFICIARY = "beneficiary", _("bénéficie")


class ChangeReason(models.TextChoices):
    """Why a mode changes (S-014)."""

    RELEVANCE = "relevance", _("pertinence")
    EFFICIENCY = "efficiency", _("efficacité")
    BOTH = "both", _("pertinence et efficacité")


class StatementKind(models.TextChoices):
    """What a narrative sentence of the document is."""

    STATED = "stated", _("mode énoncé")
    HINT = "hint", _("indice")
    DECISION = "decision", _("décision")
    OBJECTIVE = "objective", _("objectif")
    CONDITION = "condition", _("condition")
    WISH = "wish", _("souhait")
    STAKE = "stake", _("enjeu")
    INITIATIVE = "initiative", _("action")
    AMBITION = "ambition", _("ambition")


class LinkKind(models.TextChoices):
    """How two missions are tied. SHARED: one activity seen by two functions (S-062), or two domains (S-023); MERGED and SPLIT
    keep the story of identities (S-075); INTERDEPENDENT: a change in one asks to review the other (S-095)."""

    SHARED = "shared", _("activité partagée")
    INTERDEPENDENT = "interdependent", _("interdépendants")
    MERGED = "merged", _("fusionné dans")
    SPLIT = "split", _("issu de")


class MissionRole(models.TextChoices):
    """Who does what about a mission (S-054)."""

    DEFINES = "defines", _("définit")
    AGREES = "agrees", _("donne son accord")
    SUPPORTS = "supports", _("appuie")
    EXECUTES = "executes", _("exécute")
    STEERS = "steers", _("pilote")


class AdoptionState(models.TextChoices):
    ADOPTED = "adopted", _("adopté")
    UNDER_WAY = "under_way", _("en cours")
    NOT_ADOPTED = "not_adopted", _("non adopté")
    UNKNOWN = "unknown", _("non renseigné")


class ScenarioStatus(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    PUBLISHED = "published", _("publié")
    DROPPED = "dropped", _("abandonné")


class ImportState(models.TextChoices):
    PREVIEWED = "previewed", _("lu, pas appliqué")
    APPLIED = "applied", _("appliqué")
    UNDONE = "undone", _("défait")
