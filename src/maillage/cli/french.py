"""argparse in French: it looks its sentences up through two functions, which this module replaces."""

import argparse

SENTENCES = {
    "usage: ": "usage : ",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "affiche cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "option inconnue : %s",
    "one of the arguments %s is required": "il faut l'une de ces options : %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » est inconnu ; choisissez parmi %(choices)s",
    "invalid %(type)s value: %(value)r": "« %(value)s » ne se lit pas ici (%(type)s attendu)",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s peut être %(matches)s",
    "ignored explicit argument %r": "cette option ne prend pas de valeur : %r",
    "not allowed with argument %s": "ne va pas avec %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "commande inconnue : %(parser_name)s ; choisissez parmi %(choices)s"
    ),
}
PLURALS = {"expected %s argument": ("%s valeur est attendue", "%s valeurs sont attendues")}


def speak() -> None:
    """Make argparse speak French in this process."""
    vars(argparse).update(_=sentence, ngettext=counted)


def sentence(english: str) -> str:
    """The French for one of argparse's sentences, or the sentence itself when a later Python says something new."""
    return SENTENCES.get(english, english)


def counted(singular: str, plural: str, number: int) -> str:
    """The same for sentences that count; in French, zero is singular."""
    if pair := PLURALS.get(singular):
        return pair[number > 1]
    return singular if number < 2 else plural


def many(number: int, word: str) -> str:
    """A number with a word whose plural takes an s: « 1 créé », « 2 créés »."""
    from maillage.kit.text import thousands

    return f"{thousands(number)} {word}{'s' if number > 1 else ''}"
