"""How much two texts look alike: the measure of Jaro and Winkler, as the database measures it too."""


def jaro_winkler(first: str, second: str) -> float:
    """Between 0 (nothing alike) and 1 (the same): letters shared near the same place, those out of order counted half, and
    a common beginning of up to four letters (W. Winkler, 1990: one tenth each, above 0.7).

    >>> round(jaro_winkler("martha", "marhta"), 3), jaro_winkler("", "a")
    (0.961, 0.0)
    """
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    jaro = _jaro(first, second)
    if jaro <= 0.7:
        return jaro
    begun = 0
    for one, other in zip(first[:4], second[:4], strict=False):
        if one != other:
            break
        begun += 1
    return jaro + begun * 0.1 * (1 - jaro)


def _jaro(first: str, second: str) -> float:
    window = max(max(len(first), len(second)) // 2 - 1, 0)
    taken = [False] * len(second)
    shared = []
    for rank, letter in enumerate(first):
        for other in range(max(0, rank - window), min(len(second), rank + window + 1)):
            if not taken[other] and second[other] == letter:
                taken[other] = True
                shared.append(letter)
                break
    if not shared:
        return 0.0
    there = [letter for letter, used in zip(second, taken, strict=True) if used]
    moved = sum(one != other for one, other in zip(shared, there, strict=True)) // 2
    count = len(shared)
    return (count / len(first) + count / len(second) + (count - moved) / count) / 3
