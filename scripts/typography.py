"""Keep French punctuation with its word: the spaces before : ; ! ? %, and inside « », become no-break spaces (U+00A0).

Reads the files given, or every template, Python file and catalogue of the package; `--check` only lists what would
change. In Python, docstrings and raw strings are left alone.
"""

import argparse
import io
import re
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "src" / "maillage"
# The engines speak for themselves; the words of tables are also written in migrations, and change with them.
LEFT_ALONE = ("engines", "migrations", "data", "models", "models.py", "enums.py")
INSIDE = re.compile(r"« | »")
BEFORE = re.compile(r"(?<=[\w»)…}]) ([:;!?])(?=[\s<\"'{)]|$)")
# After a figure: a variable of a template, or %(share)s %% in a string to fill.
PERCENT = re.compile(r"(?<=[\w)]) (%%)|(?<=\}) (%)(?=[\s<,.;:)\"']|$)")
# Comments and the tags that hold no sentence.
TEMPLATE_CODE = re.compile(
    r"\{#.*?#\}|\{%-?\s*(?:if|with|include|for|elif)\b.*?%\}|<style>.*?</style>", re.DOTALL
)


def mended(text: str) -> str:
    """The sentence with its spaces."""
    text = INSIDE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    text = PERCENT.sub(lambda found: f"\u00a0{found[0][1:]}", text)
    return BEFORE.sub("\u00a0\\1", text)


def template(text: str) -> str:
    """A template, its code left alone."""
    parts, last = [], 0
    for found in TEMPLATE_CODE.finditer(text):
        parts += [mended(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*parts, mended(text[last:])])


def python(text: str) -> str:
    """A Python file: its strings of one line, raw ones and docstrings left alone."""
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING and token.start[0] == token.end[0]:
            prefix = re.match(r"[A-Za-z]*", token.string)
            if '"""' in token.string or prefix is None or "r" in prefix[0].lower():
                continue
            number = token.start[0] - 1
            lines[number] = lines[number].replace(token.string, mended(token.string), 1)
    return "".join(lines)


def catalogue(text: str) -> str:
    """A catalogue: the French of its messages, which must stay that of the sources."""
    return re.sub(
        r'^(msgid(?:_plural)? |)(".*")$(?=(?:\n".*")*\n(?:msgid|msgstr))',
        lambda found: found[1] + mended(found[2]),
        text,
        flags=re.MULTILINE,
    )


WAYS = {".html": template, ".txt": template, ".py": python, ".po": catalogue}


def sources() -> list[Path]:
    """The files of the package that speak French."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in WAYS
        and not set(path.relative_to(ROOT).parts) & set(LEFT_ALONE)
        and (path.suffix != ".txt" or "templates" in path.parts)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Espaces insécables de la ponctuation française")
    parser.add_argument("files", nargs="*", type=Path, help="par défaut, tout ce qui parle français")
    parser.add_argument("--check", action="store_true", help="dit seulement ce qui changerait")
    given = parser.parse_args()
    changed = []
    for path in given.files or sources():
        text = path.read_text("utf-8")
        new = WAYS[path.suffix](text)
        if new != text:
            changed.append(path)
            if not given.check:
                path.write_text(new, "utf-8")
    print("\n".join(str(path) for path in changed))
    return 1 if given.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
