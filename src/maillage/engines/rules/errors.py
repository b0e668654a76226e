"""The one exception of the engine: a rule, written by a person or a file, that means nothing."""


class RuleError(ValueError):
    """A rule that cannot be read or built.

    ``sentence`` says in French what is wrong and what was expected; ``path`` where in the JSON, as
    ``all[2].codes`` (empty at the top).
    """

    def __init__(self, sentence: str, path: str = "") -> None:
        super().__init__(f"{path}\u00a0: {sentence}" if path else sentence)
        self.sentence = sentence
        self.path = path
