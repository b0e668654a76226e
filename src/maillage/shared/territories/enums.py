"""How the divisions are called, and how their facts behave in time."""

from datetime import date

from django.utils.translation import gettext_lazy as _

LABELS = {
    "com": _("commune"),
    "arm": _("arrondissement municipal"),
    "dep": _("département"),
    "reg": _("région"),
    "ctom": _("collectivité d'outre-mer"),
    "arr": _("arrondissement"),
    "epci": _("EPCI"),
    "ept": _("établissement public territorial"),
    "ze": _("zone d'emploi"),
    "bv": _("bassin de vie"),
    "uu": _("unité urbaine"),
    "aav": _("aire d'attraction"),
    "qpv": _("quartier prioritaire (QPV)"),
    "frr": _("zonage France ruralités revitalisation (FRR)"),
    "zrr": _("zone de revitalisation rurale (ZRR)"),
    "acv": _("programme Action cœur de ville"),
    "pvd": _("programme Petites villes de demain"),
    "ort": _("opération de revitalisation de territoire (ORT)"),
    "pays": _("pays"),
}

FRANCE = "FR"
COUNTRY_NAME = _("France")

# Zonings are lists of values; each value is a division of its own, so that it has dates and members like the others.
ZONINGS = {
    "frr": {
        "NON": _("FRR : non"),
        "FRR": _("FRR"),
        "FRR_PLUS": _("FRR+"),
        "FRR_PARTIEL": _("FRR, en partie"),
        "BENEFICIAIRE": _("FRR : non, mais garde les effets de l'ancienne ZRR"),
        "BENEF_PART": _("FRR : non, mais garde en partie les effets de l'ancienne ZRR"),
    },
    "zrr": {"C": _("ZRR"), "PC": _("ZRR, en partie"), "NC": _("ZRR : non")},
    "acv": {"1": _("Action cœur de ville")},
    "pvd": {"1": _("Petites villes de demain")},
    "ort": {"1": _("Opération de revitalisation de territoire")},
}

# A commune marked so is zoned on a part of its ground only: the value it may have, at a precise address.
PARTLY = {("frr", "FRR_PARTIEL"): "FRR", ("frr", "BENEF_PART"): "BENEFICIAIRE", ("zrr", "PC"): "C"}

# Not a zone: the source says that the commune is outside.
OUTSIDE = {("frr", "NON"), ("zrr", "NC")}

# Divisions that change rarely: a day before the first edition we hold is read in that edition, and a notice says so.
STABLE = {"com", "dep", "reg", "ctom", "arr", "epci", "ept", "ze", "bv", "uu", "aav"}

# The source describes the state of a day; the others say when the membership began (a signature, a decree).
STATES = {"com", "arm", "dep", "reg", "ctom", "arr", "epci", "ept", "frr"}

# The zonings that INSEE draws for study, one vintage each.
STUDY = {"ze", "bv", "uu", "aav"}

# After this day (excluded) the regime is closed for everyone: no commune is unknown.
CLOSED_ON = {"zrr": date(2024, 7, 1)}
