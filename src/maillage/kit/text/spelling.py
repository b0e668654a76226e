"""A word that may have been mistyped: where to look for it, and whether another word is near enough."""

SHORTEST = 4
"""Under this length, one different letter makes another word."""


def traces(word: str) -> tuple[str, ...]:
    """Pieces of which one at least is written whole in any word at one fault from this one (a letter wrong, missing, in
    excess, or two that changed places): each half, and the word with the letters of its middle exchanged.

    >>> traces("boulangerie")
    ('boula', 'ngerie', 'boulnagerie')
    """
    half = len(word) // 2
    exchanged = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
    return tuple(dict.fromkeys((word[:half], word[half:], exchanged)))


def near(asked: str, word: str) -> bool:
    """Whether a word, or its beginning, is what was asked with at most one fault."""
    if word.startswith(asked):
        return True
    if len(asked) < SHORTEST:
        return False
    return any(_one_fault(asked, word[:length]) for length in range(len(asked) - 1, len(asked) + 2))


def _one_fault(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if same is None:
        return True
    left, right = first[same:], second[same:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
