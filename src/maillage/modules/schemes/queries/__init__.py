"""Reads of the catalogue: its list, a page, counts by place, money by level, themes, files, and the diagnosis."""

from maillage.modules.schemes.queries.answers import (
    CompanyFact,
    Condition,
    Diagnosis,
    NextQuestion,
    PlaceDivision,
    Result,
    ThemeItem,
    ThemeOfCompany,
)
from maillage.modules.schemes.queries.diagnosis import diagnose, possible, question_ids
from maillage.modules.schemes.queries.exporting import Export, export
from maillage.modules.schemes.queries.listing import by_place as places
from maillage.modules.schemes.queries.listing import catalogue, matching
from maillage.modules.schemes.queries.merged import Merged, merges, replaced_between, why_not_merge
from maillage.modules.schemes.queries.missing import missing_to_publish
from maillage.modules.schemes.queries.overview import amounts_by_level_and_year, countries, objectives, themes
from maillage.modules.schemes.queries.page import by_role, get
from maillage.modules.schemes.queries.shapes import (
    Amounts,
    Catalogue,
    CatalogueFilters,
    Choice,
    EnvelopeLine,
    Facet,
    FacetOption,
    LevelAmount,
    Line,
    OrganizationRef,
    PlaceCount,
    RoleLine,
    RoleSchemes,
    RuleVersion,
    SchemeCard,
    SchemePage,
    ThemePage,
    Validity,
)
from maillage.modules.schemes.situation import Situation

__all__ = [
    "Amounts",
    "Catalogue",
    "CatalogueFilters",
    "Choice",
    "CompanyFact",
    "Condition",
    "Diagnosis",
    "EnvelopeLine",
    "Facet",
    "FacetOption",
    "LevelAmount",
    "Line",
    "Merged",
    "NextQuestion",
    "OrganizationRef",
    "PlaceCount",
    "PlaceDivision",
    "Result",
    "RoleLine",
    "RoleSchemes",
    "RuleVersion",
    "SchemeCard",
    "SchemePage",
    "Situation",
    "ThemeItem",
    "ThemeOfCompany",
    "ThemePage",
    "Validity",
    "Export",
    "amounts_by_level_and_year",
    "by_role",
    "catalogue",
    "countries",
    "diagnose",
    "possible",
    "export",
    "get",
    "matching",
    "merges",
    "missing_to_publish",
    "objectives",
    "places",
    "question_ids",
    "replaced_between",
    "themes",
    "why_not_merge",
]
