"""The directory's files, read as values: organisations, units, subjects, services, people."""

from maillage.shared.directory.adapters.network import (
    PersonRecord,
    PostRecord,
    ServiceRecord,
    SubjectRecord,
    TeamRecord,
    UnitRecord,
    read_names,
    read_people,
    read_services,
    read_subjects,
    read_units,
)
from maillage.shared.directory.adapters.organizations import OrganizationRecord, read_organizations
from maillage.shared.directory.adapters.values import NameRecord

__all__ = [
    "NameRecord",
    "OrganizationRecord",
    "PersonRecord",
    "PostRecord",
    "ServiceRecord",
    "SubjectRecord",
    "TeamRecord",
    "UnitRecord",
    "read_names",
    "read_organizations",
    "read_people",
    "read_services",
    "read_subjects",
    "read_units",
]
