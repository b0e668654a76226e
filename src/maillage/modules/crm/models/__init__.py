"""The tables of companies: who they are, what is known of them, what they received, what they agree to, who else holds them."""

from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models.aids import AidReceived
from maillage.modules.crm.models.companies import Company, CompanyValue, Establishment
from maillage.modules.crm.models.consents import Consent
from maillage.modules.crm.models.lists import BulkAct, CompanyExport, SavedView
from maillage.modules.crm.models.mirrors import Mirror, MirrorEntry, MirrorRequest
from maillage.modules.crm.models.numbers import NumberLink, RegisterChange

__all__ = [
    "AidReceived",
    "BulkAct",
    "Company",
    "CompanyExport",
    "CompanyValue",
    "Consent",
    "Establishment",
    "Identity",
    "Mirror",
    "MirrorEntry",
    "MirrorRequest",
    "NumberLink",
    "RegisterChange",
    "SavedView",
    "ValueOrigin",
]
