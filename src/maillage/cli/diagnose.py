"""`maillage diagnose`: what a company can have, depends on, cannot have, and why."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from maillage.cli import DONE, setup
from maillage.cli.schemes import require_reference
from maillage.kit.errors import Refused

if TYPE_CHECKING:
    from maillage.modules.schemes.queries import Diagnosis, Result

MARKS = {"met": "✓", "unknown": "?", "unmet": "✗"}
TEXTS = ("siren", "siret", "commune", "naf", "headcount", "bracket", "created", "legal_category", "turnover")
MORE_TEXTS = ("purpose", "public", "work_country", "latitude", "longitude")
AGAIN = "Ajoutez --commune et --naf."
FLAGS = {
    "micro-entrepreneur": "est micro-entrepreneur",
    "ess": "relève de l'économie sociale et solidaire",
    "artisan": "est artisan",
    "public-body": "est une administration ou un établissement public",
    "closed-year": "a clos au moins un exercice",
}


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "diagnose",
        help="dit quelles aides une entreprise peut avoir",
        description="Dit quelles aides une entreprise peut avoir, ce qu'il reste à préciser, et pourquoi non, condition "
        "par condition. Une option qui n'est pas donnée est inconnue : rien n'est supposé.",
    )
    number = command.add_mutually_exclusive_group()
    for option, told in (
        ("--siret", "numéro SIRET : ce que le registre en dit complète ce qui est donné"),
        ("--siren", "ou numéro SIREN : le siège de l'entreprise"),
    ):
        number.add_argument(option, metavar="S", default="", help=told)
    command.add_argument(
        "--commune", metavar="C", default="", help="code INSEE de la commune, par exemple 59350"
    )
    size = command.add_mutually_exclusive_group()
    size.add_argument("--effectif", dest="headcount", metavar="N", default="", help="nombre de salariés")
    size.add_argument(
        "--tranche",
        dest="bracket",
        metavar="T",
        default="",
        help="tranche d'effectif de l'INSEE, par exemple 03",
    )
    for option, name, metavar, told in (
        ("--naf", "naf", "N", "code d'activité, NAF rév. 2, par exemple 62.01Z"),
        ("--created", "created", "DATE", "date de création, 2024-03-01 ou 01/03/2024"),
        ("--legal-category", "legal_category", "CJ", "catégorie juridique de l'INSEE, par exemple 5499"),
        ("--turnover", "turnover", "EUROS", "chiffre d'affaires annuel, en euros"),
        ("--purpose", "purpose", "P", "projet : creation, development, digitalization, consolidation"),
        ("--public", "public", "P", "public : companies, creators, associations, job_seekers…"),
        ("--work-country", "work_country", "PAYS", "pays de travail, par exemple BE"),
        ("--latitude", "latitude", "D", "latitude de l'adresse, en degrés"),
        ("--longitude", "longitude", "D", "longitude de l'adresse, en degrés"),
    ):
        command.add_argument(option, dest=name, metavar=metavar, default="", help=told)
    for option, told in FLAGS.items():
        name = option.replace("-", "_")
        flag = command.add_mutually_exclusive_group()
        flag.add_argument(
            f"--{option}", dest=name, action="store_true", default=None, help=f"l'entreprise {told}"
        )
        flag.add_argument(f"--no-{option}", dest=name, action="store_false", default=None, help="… ou non")
    command.add_argument(
        "--objective",
        dest="objectives",
        metavar="O",
        action="append",
        default=[],
        help="objectif, par exemple rh ; peut se répéter",
    )
    command.add_argument(
        "--answer",
        dest="answers",
        metavar="ID=oui|non",
        action="append",
        default=[],
        help="réponse à une question ; peut se répéter",
    )
    command.add_argument(
        "--on", metavar="DATE", default="", help="jour du diagnostic (par défaut aujourd'hui)"
    )
    command.add_argument("--json", action="store_true", help="répond en JSON")
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Diagnose and print."""
    setup()
    require_reference()
    from maillage.kit import clock
    from maillage.modules.schemes import queries
    from maillage.modules.schemes.adapters.facts import read_day

    today = clock.today()
    on = read_day(args.on, field="on") if args.on else today
    situation = queries.Situation(
        **{name: getattr(args, name) for name in (*TEXTS, *MORE_TEXTS)},
        **{name: getattr(args, name) for name in (option.replace("-", "_") for option in FLAGS)},
        objectives=tuple(args.objectives),
        answers=tuple(_answer(text) for text in args.answers),
    )
    _require_questions(situation.answers, queries.question_ids(on) if situation.answers else ())
    found = queries.diagnose(situation, on=on, today=today)
    if (args.siret or args.siren) and not found.company:
        found = replace(found, notices=(*found.notices, AGAIN))
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(as_text(found)))
    return DONE


def _answer(text: str) -> tuple[str, bool]:
    question, _, word = text.partition("=")
    if not question or word not in ("oui", "non"):
        raise Refused(
            "answer",
            f"« {text} » n'est pas une réponse.",
            way_out="Écrivez --answer ID=oui ou --answer ID=non.",
            field="answers",
        )
    return question, word == "oui"


def _require_questions(answers: Iterable[tuple[str, bool]], known: tuple[str, ...]) -> None:
    """An answer to a question that no rule asks would change nothing: a typing error must not pass for an answer."""
    for question, _yes in answers:
        if question not in known:
            nearest = sorted(known, key=lambda one: -SequenceMatcher(None, question, one).ratio())
            raise Refused(
                "unknown-question",
                f"Aucune règle ne pose la question « {question} ».",
                way_out=f"Choisissez parmi : {', '.join(nearest)}." if nearest else "Retirez --answer.",
                field="answers",
            )


def as_json(found: "Diagnosis") -> dict[str, Any]:
    """The answer for programs; every published scheme is there."""
    return {
        "on": found.on.isoformat(),
        "company": [
            {
                "key": fact.key,
                "label": fact.label,
                "value": fact.value,
                "code": fact.code,
                "origin": fact.origin,
                "as_of": fact.as_of.isoformat() if fact.as_of else None,
                "instead": list(fact.instead),
            }
            for fact in found.company
        ],
        "notices": list(found.notices),
        "divisions": [
            {"kind": row.kind, "label": row.kind_label, "code": row.code, "name": row.name}
            for row in found.divisions
        ],
        "themes": [
            {
                "id": theme.slug,
                "name": theme.name,
                "verdict": theme.verdict,
                "items": [{"label": i.label, "verdict": i.verdict} for i in theme.items],
            }
            for theme in found.themes
        ],
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "why": question.why,
                "control": question.control,
                "choices": [{"code": choice.code, "label": choice.label} for choice in question.choices],
                "settles": question.settles,
                "schemes": list(question.schemes),
            }
            for question in found.questions
        ],
        "schemes": [_scheme(result) for result in found.results],
    }


def _scheme(result: "Result") -> dict[str, Any]:
    validity = result.validity
    return {
        "id": result.slug,
        "title": result.title,
        "verdict": result.verdict,
        "targeted": result.targeted,
        "demonstration": result.is_demo,
        "suspended": result.suspended,
        "validity": {
            "from": validity.opens_on.isoformat() if validity.opens_on else None,
            "to": validity.closes_on.isoformat() if validity.closes_on else None,
            "state": validity.state,
        },
        "conditions": [
            {
                "sentence": condition.sentence,
                "verdict": condition.verdict,
                "value": condition.value,
                "origin": condition.origin,
                "reason": condition.reason,
            }
            for condition in result.conditions
        ],
        "changes": list(result.changes),
        "contact": result.contact.name if result.contact else None,
    }


def as_text(found: "Diagnosis") -> list[str]:
    """The answer for people."""
    from maillage.modules.schemes.formats.words import day

    lines = [f"Diagnostic au {day(found.on)}", ""]
    lines += [
        f"  {fact.label} : {fact.value} ({fact.origin})"
        + "".join(f" ; et non : {told}" for told in fact.instead)
        for fact in found.company
    ] or ["  Rien n'est connu de l'entreprise."]
    lines += [f"  ! {notice}" for notice in found.notices]
    for title, results, why in (
        ("Oui, vous pouvez", found.yes, False),
        ("À préciser", found.to_confirm, True),
        ("Non", found.no, True),
    ):
        lines += ["", f"{title} ({len(results)})"]
        for result in results:
            lines += _lines(result, every=not why)
    lines += ["", f"Terminés ({len(found.expired)}) : jamais proposés."]
    if found.questions:
        first = found.questions[0]
        lines += ["", f"Question à poser ensuite : {first.text}", f"  {first.why}"]
    return lines


def _lines(result: "Result", *, every: bool) -> list[str]:
    notes = [note for note, told in (("pour vous", result.targeted), ("suspendu", result.suspended)) if told]
    lines = [f"  {result.title} [{result.slug}]" + (f" ({', '.join(notes)})" if notes else "")]
    for condition in result.conditions:
        told = f"    {MARKS[condition.verdict]} {condition.sentence}"
        lines.append(
            told + (f" : {condition.reason}" if condition.verdict != "met" and condition.reason else "")
        )
    lines += [f"    → {change}" for change in result.changes]
    if every and result.contact:
        lines.append(f"    Contact : {result.contact.name}")
    return lines
