"""What an export must tell of the columns that say less, or more, than the catalogue knows."""

from collections.abc import Iterable

from maillage.engines import territory
from maillage.modules.schemes.adapters import rules as adapter
from maillage.modules.schemes.enums import Origin
from maillage.modules.schemes.formats import national
from maillage.modules.schemes.records import SchemeRecord

PLACED = frozenset({"territory", "zoning", "commune_population"})
LISTED = 12
"""How many schemes a note names before it counts the others."""


def notes(records: Iterable[SchemeRecord]) -> tuple[str, ...]:
    """One sentence for each limit of the schema that these schemes meet, with their identifiers."""
    found = list(records)
    told = (
        (
            [record.slug for record in found if widened(record)],
            ("a un périmètre", "ont un périmètre"),
            (
                "que le schéma ne sait pas écrire ; la colonne donne un territoire plus large qui le couvre, "
                "la phrase de « eligibilite » dit le périmètre exact"
            ),
        ),
        (
            [record.slug for record in found if placeless(record)],
            ("a un territoire", "ont un territoire"),
            "non renseigné ; la colonne « eligibilite_geographique », obligatoire, porte PAYS-99100",
        ),
        (
            [record.slug for record in found if not (record.checked_on or record.source_date)],
            ("n'a pas de date", "n'ont pas de date"),
            "de vérification ; la colonne « date_mise_a_jour », obligatoire, porte la date de l'export",
        ),
    )
    return tuple(_note(*parts) for parts in told if parts[0])


def widened(record: SchemeRecord) -> bool:
    """Whether the geographic columns cover more than the perimeter, for want of codes that say it."""
    form = record.rules[-1].eligibility if record.rules else None
    placed = [leaf for leaf in adapter.leaves(form) if leaf["is"] in PLACED]
    said = [leaf for leaf in national.plain(form) if leaf["is"] == "territory"]
    if len(said) < len(placed):
        return True
    return len(said) > 1 or any(not _writable(territory.parse(leaf["within"])) for leaf in said)


def placeless(record: SchemeRecord) -> bool:
    """Whether nobody knows the territory: the column is required, and says the whole country.

    A partner's file gave its territory, even when all the rest is to be confirmed.
    """
    found = list(adapter.leaves(record.rules[-1].eligibility)) if record.rules else []
    if any(leaf["is"] in PLACED for leaf in found):
        return False
    unsaid = [leaf for leaf in found if leaf["is"] == "to_confirm"]
    nothing_known = len(unsaid) == len(found) and record.origin != Origin.IMPORT
    return (
        not record.rules or any(not leaf.get("about") for leaf in unsaid) or (bool(found) and nothing_known)
    )


def _writable(expression: territory.Expression) -> bool:
    if isinstance(expression, territory.Difference):
        return national.codes(expression.whole) is not None and national.codes(expression.removed) is not None
    return national.codes(expression) is not None


def _note(slugs: list[str], verbs: tuple[str, str], limit: str) -> str:
    subject = f"1 fiche {verbs[0]}" if len(slugs) == 1 else f"{len(slugs)} fiches {verbs[1]}"
    named = ", ".join(slugs[:LISTED])
    more = f" et {len(slugs) - LISTED} autres" if len(slugs) > LISTED else ""
    return f"{subject} {limit} : {named}{more}."
