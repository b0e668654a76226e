"""The sources of every fact, from the texts and the origins that the rows bear. One migration for all: one copy of the words.

Both ways: the texts, the origins and the days stay where they are. What a person said beside the text since, the kind and
the date of a source, leaves with the table of sources.
"""

import re
from datetime import date

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Now, TruncDate

# A text that doubts of itself, that says that it is invented, that there is no act or not yet, lets us say nothing.
DOUBT = re.compile(
    r"à (valider|confirmer|définir|venir|signer|voter|adopter|prendre)\b|invent|démonstration|hypothèse|voir\s«"
    r"|\b(aucune?|sans|ni|pas d[e'’]|plus d[e'’]|absence d[e'’]|faute d[e'’]|futures?|prochaines?)\b"
    r"|\b(avant-)?(projets?|propositions?) d[e'’]|\bn'est pas\b|\bnon (publié|adopté|signé|voté)|\ben attente\b",
    re.I,
)
NAMES = {
    "law": re.compile(
        r"\bcode (du|de la|de l'|des|de|général) ?\w|\barticles? [LRDA]\.? ?\d|\bloi (n°|organique|du \d)"
        r"|\bdécret\b|\bordonnance (n°|du \d)|\brèglement \((UE|CE)\)",
        re.I,
    ),
    "deliberation": re.compile(r"\bdélibérations?\b", re.I),
    # « par convention » is a choice that one makes, not an act that one signs.
    "agreement": re.compile(r"(?<!\bpar )\bconventions?\b(?! (de chargement|d'import))", re.I),
    "register": re.compile(
        r"\bSirene\b|\bcode officiel géographique\b|\bCOG\b|\bINSEE\b|\bDGCL, (liste|composition)\b"
        r"|\bregistres? (national|du commerce|des )|\bdépôt (du|au) \d|\bdata\.gouv\.fr\b",
        re.I,
    ),
}
# What these names hide: the geographical code is a register, whatever its name.
CODES = re.compile(r"\bcode officiel géographique\b", re.I)
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
DIGITS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
WORDS = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})\b", re.I)
TEXTS = (
    ("directory", ("Organization", "OrganizationName", "Unit", "UnitName", "Service")),
    ("glossary", ("Term",)),
    ("schemes", ("Theme", "Objective", "SchemeRule", "Envelope")),
    ("inquiries", ("PathwayModel",)),
)
KNOWN = ("Company", "Establishment", "CompanyValue")


def kind_said(text):
    if DOUBT.search(text):
        return "unknown"
    told = {one_kind(part) for part in text.split(";") if part.strip()}
    return told.pop() if len(told) == 1 else "unknown"


def one_kind(part):
    named = {kind for kind, words in NAMES.items() if words.search(part)}
    if CODES.search(part):
        named.discard("law")
    return named.pop() if len(named) == 1 else "unknown"


def day_said(text):
    written = {(int(y), int(m), int(d)) for d, m, y in DIGITS.findall(text)}
    written |= {(int(y), MONTHS.index(m.lower()) + 1, int(d)) for d, m, y in WORDS.findall(text)}
    try:
        return date(*written.pop()) if len(written) == 1 else None
    except ValueError:
        return None


def source_of(apps, title, kind, on):
    defaults = {"noted_on": TruncDate(Now())}
    said = {"kind": kind, "title": title, "reference": "", "url": "", "dated_on": on}
    return apps.get_model("sources", "Source").objects.get_or_create(**said, defaults=defaults)[0]


def cite_texts(apps, model, text="source", key="cited", dated=""):
    rows = model.objects.filter(**{f"{key}__isnull": True}).exclude(**{text: ""})
    columns = [text, dated] if dated else [text]
    for told in list(rows.order_by().values_list(*columns).distinct()):
        same = dict(zip(columns, told, strict=True))
        found = {name: value for name, value in same.items() if value is not None}
        found |= {f"{name}__isnull": True for name, value in same.items() if value is None}
        title, on = told[0], (told[1] if dated else None) or day_said(told[0])
        rows.filter(**found).update(**{key: source_of(apps, title, kind_said(title), on)})


def cite_schemes(apps):
    scheme, rule = apps.get_model("schemes", "Scheme"), apps.get_model("schemes", "SchemeRule")
    cite_texts(apps, scheme, dated="source_date")
    cite_texts(apps, scheme, text="family_source", key="family_cited")
    # A rule that names the source of its scheme rests on that very one, with its date.
    same = rule.objects.filter(cited__isnull=True, source=F("scheme__source")).exclude(source="")
    for cited in list(same.order_by().values_list("scheme__cited", flat=True).distinct()):
        rule.objects.filter(pk__in=same.filter(scheme__cited=cited).values("pk")).update(cited=cited)


def cite_companies(apps):
    for name in KNOWN:
        model, company = apps.get_model("crm", name), name == "Company"
        day = TruncDate("created_at") if company else F("as_of")
        invented = F("is_fictional" if company else "company__is_fictional")
        rows = model.objects.filter(cited__isnull=True).annotate(known_on=day, invented=invented).order_by()
        for origin, fictional, on in list(rows.values_list("origin", "invented", "known_on").distinct()):
            register = "Registre de démonstration" if fictional else "Registre des entreprises"
            titles = {"register": register, "declaration": "Déclaré par l'entreprise"}
            if origin in titles:
                same = rows.filter(origin=origin, invented=fictional, known_on=on).values("pk")
                source = source_of(apps, titles[origin], origin, on)
                model.objects.filter(pk__in=same).update(cited=source)


def cite(apps, schema_editor):
    cite_schemes(apps)
    for app, names in TEXTS:
        for name in names:
            cite_texts(apps, apps.get_model(app, name))
    cite_companies(apps)


def forget(apps, schema_editor):
    for app, names in (*TEXTS, ("schemes", ("Scheme",)), ("crm", KNOWN)):
        for name in names:
            apps.get_model(app, name).objects.filter(cited__isnull=False).update(cited=None)
    apps.get_model("schemes", "Scheme").objects.filter(family_cited__isnull=False).update(family_cited=None)


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0001_what_facts_rest_on"),
        ("directory", "0003_facts_say_what_they_rest_on"),
        ("glossary", "0002_facts_say_what_they_rest_on"),
        ("schemes", "0003_facts_say_what_they_rest_on"),
        ("crm", "0002_facts_say_what_they_rest_on"),
        ("inquiries", "0002_facts_say_what_they_rest_on"),
    ]
    operations = [migrations.RunPython(cite, forget)]
