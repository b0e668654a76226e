"""Words in a narrow place: how they break into lines, without measuring a font."""

WIDE = set("mwMWŒœ@%—")
NARROW = set("iljtfrI.,;:!'’()[]|/ ")


OURS, ANY = 0.94, 1.16
"""How broad letters are: those of our own font, on paper; those of whatever font a reader's machine has."""


def width(text: str, size: float, breadth: float = 1.0) -> float:
    """About how wide ``text`` is, in the unit of ``size`` (the height of its letters)."""
    return breadth * size * sum(0.82 if mark in WIDE else 0.29 if mark in NARROW else 0.53 for mark in text)


def lines(text: str, room: float, size: float, breadth: float = 1.0) -> tuple[str, ...]:
    """``text`` broken at its spaces so that each line holds in ``room``; a longer word is cut. Empty text: no line."""
    found: list[str] = []
    current = ""
    for word in text.split(" "):
        tried = f"{current} {word}" if current else word
        if width(tried, size, breadth) <= room:
            current = tried
            continue
        if current:
            found.append(current)
        while width(word, size, breadth) > room and len(word) > 1:
            cut = max(
                1, next((n for n in range(len(word), 0, -1) if width(word[:n], size, breadth) <= room), 1)
            )
            found.append(word[:cut])
            word = word[cut:]
        current = word
    if current:
        found.append(current)
    return tuple(found)
