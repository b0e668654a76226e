"""The tables of companies: who they are and what is known of them."""

from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models.companies import Company, CompanyValue, Establishment

__all__ = ["Company", "CompanyValue", "Establishment", "Identity", "ValueOrigin"]
