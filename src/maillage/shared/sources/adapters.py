"""A source as the files of the network write it: a text, or its title with its kind, its reference, its date and its page."""

from maillage.kit import datafiles
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.quotes import Quote

KEYS = {"title", "kind", "reference", "url", "date", "published"}


def read_source(entry: datafiles.Entry, key: str = "source") -> Quote:
    """What an entry says that it rests on. Refused with its line: an unknown key or kind, no title, a date that is none."""
    told = entry.values.get(key)
    if not isinstance(told, dict):
        return Quote(title=entry.text(key))
    strange = set(told) - KEYS
    if strange:
        way_out = f"Clés connues\u00a0: {', '.join(sorted(KEYS))}."
        raise entry.refused(
            "sources.unknown-key",
            f"« {min(map(str, strange))} » n'est pas connu d'une source.",
            way_out,
            key=key,
        )
    inner = datafiles.Entry(file=entry.file, line=entry.line, values=told)
    kind = inner.text("kind")
    if kind and kind not in SourceKind.values:
        way_out = f"Valeurs connues\u00a0: {', '.join(SourceKind.values)}."
        raise entry.refused("sources.kind", f"« {kind} » n'est pas une nature de source.", way_out, key=key)
    return Quote(
        title=inner.text("title", required=True),
        kind=kind,
        reference=inner.text("reference"),
        url=inner.text("url"),
        dated_on=inner.day("date"),
        published_on=inner.day("published"),
    )
