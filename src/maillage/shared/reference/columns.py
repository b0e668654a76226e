"""The columns of the tables of a snapshot: what ``build`` writes and ``load`` reads."""

DIVISIONS = ("code", "name", "nature", "population", "population_year")
COMMUNES = (
    "code", "kind", "name", "parent", "department", "region", "district", "overseas", "population", "population_year",
    "postal_codes", "latitude", "longitude",
)  # fmt: skip
EPCI = ("commune", "epci", "ept")
STUDY = ("commune", "ze", "bv", "uu", "aav")
ZONING = ("commune", "value")
PROGRAMMES = ("commune", "kind", "signed_on")
QPV = ("code", "name", "communes", "latitude", "longitude")
MOVEMENTS = ("old_code", "old_name", "current_code", "current_name", "effective_on", "nature")
NOMENCLATURE = ("code", "level", "parent", "label", "to_confirm")
BRACKETS = ("code", "label", "lowest", "highest")
