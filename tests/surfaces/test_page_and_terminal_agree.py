"""The page and `maillage diagnose` give one answer: 200 situations drawn at random, half of them nearly empty."""

import contextlib
import html
import io
import json
import random
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from maillage.cli import main
from maillage.kit import clock
from maillage.modules.schemes import company

pytestmark = pytest.mark.django_db

COMMUNES = (
    "59350",
    "49007",
    "44109",
    "80021",
    "62041",
    "02691",
    "97411",
    "75056",
    "93066",
    "85191",
    "59183",
    "13055",
)
CHOICES = {
    "commune": ("--commune", COMMUNES),
    "naf": ("--naf", ("62.01Z", "10.71C", "47.11B", "43.21A", "25.62B", "01.11Z", "94.99Z", "F")),
    "effectif": ("--effectif", ("0", "1", "8", "9", "10", "49", "50", "249", "250", "6000")),
    "tranche": ("--tranche", ("00", "01", "03", "11", "12", "32")),
    "creation": ("--created", ("2026-10-01", "2024-03-01", "2023-11-21", "2010-06-15", "1987-01-01")),
    "categorie": ("--legal-category", ("1000", "5499", "5710", "9220", "7210")),
    "ca": ("--turnover", ("0", "90000", "2000000", "60000000")),
    "finalite": ("--purpose", ("creation", "development", "digitalization", "consolidation")),
    "public": ("--public", ("companies", "creators", "associations", "job_seekers")),
    "pays": ("--work-country", ("FR", "BE", "LU")),
    "date": ("--on", ("2026-11-21", "2027-01-20", "2028-02-01")),
}
FLAGS = {
    "micro": "micro-entrepreneur",
    "artisan": "artisan",
    "ess": "ess",
    "administration": "public-body",
    "exercice": "closed-year",
}
OBJECTIVES = ("rh", "energy", "export", "creation", "digital", "recruitment")


def draw(dice):
    """One situation, as an address of the page and as words of the terminal."""
    share = dice.choice((0.2, 0.7))
    address, words = [], ["diagnose", "--json"]
    left_out = dice.choice(("effectif", "tranche"))
    for name, (option, values) in CHOICES.items():
        if name != left_out and dice.random() < share:
            value = dice.choice(values)
            address.append((name, value))
            words += [option, value]
    for name, flag in FLAGS.items():
        if dice.random() < share / 2:
            said = dice.choice((True, False))
            address.append((name, "oui" if said else "non"))
            words.append(f"--{flag}" if said else f"--no-{flag}")
    for objective in dice.sample(OBJECTIVES, dice.choice((0, 0, 1, 2))):
        address.append(("objectif", objective))
        words += ["--objective", objective]
    return address or [("ess", "oui")], words if address else [*words, "--ess"]


def told(words):
    """What the terminal answers: each scheme with its verdict, and each condition with its own."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(words)
    assert code == 0, out.getvalue()
    schemes = json.loads(out.getvalue())["schemes"]
    return [
        (
            s["id"],
            s["verdict"],
            s["targeted"],
            [(c["sentence"], c["verdict"], c["value"]) for c in s["conditions"]],
        )
        for s in schemes
    ]


def test_200_situations_have_one_answer(demonstration):
    dice = random.Random(2)
    for _draw in range(200):
        address, words = draw(dice)
        page = company.page(QueryDict(urlencode(address)), today=clock.today())
        assert page.errors == () and page.diagnosis is not None, (address, page.errors)
        shown = [
            (r.slug, r.verdict, r.targeted, [(c.sentence, c.verdict, c.value) for c in r.conditions])
            for r in page.diagnosis.results
        ]
        assert shown == told(words), address


def test_what_the_page_writes_is_what_the_terminal_tells(client, demonstration):
    dice = random.Random(3)
    for _draw in range(5):
        address, words = draw(dice)
        page = client.get(
            "/aides/et-pour-mon-entreprise/", QueryDict(urlencode([*address, ("tout", "oui")]))
        ).content.decode()
        articles = re.findall(
            r'<article class="result is-(\w+)">.*?href="/aides/([^/"]+)/".*?<ul class="conditions">(.*?)</ul>',
            page,
            re.DOTALL,
        )
        written = {
            slug: (verdict, [html.unescape(text).lower() for text in re.findall(r"<p>(.*?)</p>", conditions)])
            for verdict, slug, conditions in articles
        }
        assert written == {
            slug: (verdict, [sentence.lower() for sentence, _verdict, _value in conditions])
            for slug, verdict, _targeted, conditions in told(words)
        }
