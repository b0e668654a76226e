"""What the engine refuses, in French: ``sentence`` says what happened, ``way_out`` what to do."""

from collections.abc import Sequence


class TerritoryError(Exception):
    """Any refusal of this engine."""

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_out}"


class CodeError(TerritoryError):
    """A text that cannot be the code of a territory."""


class ExpressionError(TerritoryError):
    """A text that is not an expression; ``position`` is the character at fault, counted from 1."""

    def __init__(self, sentence: str, way_out: str, *, position: int) -> None:
        super().__init__(f"Caractère {position}\u00a0: {sentence}", way_out)
        self.position = position


class UnknownTerritory(TerritoryError):
    """A code or a named list that the reference data does not hold; ``name`` is its text (``epci:123456789``)."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Le territoire «\u00a0{name}\u00a0» n'existe pas dans le référentiel.",
            "Vérifiez le code, ou le découpage écrit avant les deux-points.",
        )
        self.name = name


class CircularList(UnknownTerritory):
    """A named list that leads back to itself, and so means nothing."""

    def __init__(self, name: str) -> None:
        TerritoryError.__init__(
            self,
            f"La définition de «\u00a0{name}\u00a0» renvoie à elle-même.",
            "Retirez cette liste de sa propre définition, ou de celles des listes qu'elle nomme.",
        )
        self.name = name


class UnknownCommune(TerritoryError):
    """A commune code that never existed; ``suggestion`` is a current code the user probably meant."""

    def __init__(self, code: str, suggestion: str | None = None) -> None:
        way_out = "Donnez le code commune de l'INSEE (cinq caractères), pas le code postal."
        if suggestion is not None:
            way_out = f"Un tableur a peut-être retiré le zéro initial\u00a0: essayez {suggestion}."
        super().__init__(f"Le code commune «\u00a0{code}\u00a0» n'existe pas et n'a jamais existé.", way_out)
        self.code = code
        self.suggestion = suggestion


class SplitCommune(TerritoryError):
    """A former commune shared between several: only its user can choose. ``candidates`` are (code, name)."""

    def __init__(self, code: str, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        listed = "\u00a0; ".join(f"{candidate} {label}" for candidate, label in candidates)
        super().__init__(
            f"L'ancienne commune {code} {name} a été partagée entre plusieurs communes\u00a0: {listed}.",
            "Donnez le code de celle où se trouve l'adresse.",
        )
        self.code = code
        self.name = name
        self.candidates = tuple(candidates)
