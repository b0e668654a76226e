"""One hatching for each mode, of the same weight: none is darker or fuller than another (S-008, S-014).

Each is the path of a stroke in a strip 12 wide and 24 high; the unknown has its own ground of dots. A letter always
stands beside: a hatching alone says nothing.
"""

from maillage.modules.missions.queries.shapes import UNKNOWN

WIDTH, HEIGHT = 12, 24

STROKES = {
    "A": "M0 3h12M0 9h12M0 15h12M0 21h12",
    "C": "M0 6 6 0M0 12 12 0M0 18 12 6M0 24 12 12M6 24 12 18",
    "H": "M0 5 3 2 9 8 12 5M0 11 3 8 9 14 12 11M0 17 3 14 9 20 12 17M0 23 3 20 7 24",
    "I": "M2 0v24M6 0v24M10 0v24",
    "M": "M6 0 12 6M0 0 12 12M0 6 12 18M0 12 12 24M0 18 6 24",
    UNKNOWN: "M3 3h.1M9 3h.1M6 7h.1M3 11h.1M9 11h.1M6 15h.1M3 19h.1M9 19h.1M6 23h.1",
}

INK = {
    "a": "#4b5566",
    "c": "#74449a",
    "h": "#0b6a5b",
    "i": "#1d4f99",
    "m": "#a8480c",
    "unknown": "#4b5566",
}
"""The colour of each on paper, by tone; screens take theirs from the style sheet, light and dark."""


def stroke(letter: str) -> str:
    """The path that hatches a strip for ``letter``; dots for a letter that is not one of the five."""
    return STROKES.get(letter, STROKES[UNKNOWN])


def tone(letter: str) -> str:
    """The end of the class that gives its colour to ``letter``: « a », « c », « h », « i », « m », « unknown »."""
    return letter.lower() if letter in STROKES and letter != UNKNOWN else "unknown"
