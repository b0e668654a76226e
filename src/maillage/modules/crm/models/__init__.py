"""The tables of companies: who they are, what is known of them, the aids that they received."""

from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models.aids import AidReceived
from maillage.modules.crm.models.companies import Company, CompanyValue, Establishment

__all__ = ["AidReceived", "Company", "CompanyValue", "Establishment", "Identity", "ValueOrigin"]
