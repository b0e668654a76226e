"""Run the benchmarks and keep their figures in docs/performance.md.

make bench                       all of them
make bench ARGS="judge sets"     these only; the others keep their last figures
"""

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
TITLES = {
    "judge": "One company against the catalogue",
    "questions": "The order of questions",
    "sets": "Sets of communes",
    "audit": "The journal beside a bare write",
    "rights": "What rights cost a page",
    "missions": "A plan of 2,000 macro-processes, 12 organisations, 10 dates",
    "register": "The register of companies: loaded, then searched",
    "memory": "A long story and a long list: 500 exchanges, 100,000 aids",
    "linkage": "Dirty lines brought to a register",
    "mesh": "A whole catalogue over a whole stock",
    "serving": "Pages under load",
    "agents": "Fifty agents on the demonstration × 100",
    "first_page": "From a fresh clone to the first page",
}
HEAD = """# Performance

Written by `make bench`: ratios and medians on the machine named in each section. Absolute times belong to that machine;
other work may have shared its cores. Nothing here is a promise.
"""


def machine() -> str:
    """Processor, cores, memory, Python."""
    model = "unknown processor"
    memory = ""
    if Path("/proc/cpuinfo").is_file():
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else platform.machine()
        size = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
        memory = f", {int(size[1]) / 1024**2:.0f} GiB" if size else ""
    busy = f", load {os.getloadavg()[0]:.1f} at the start"
    return f"{model}, {os.cpu_count()} cores{memory}, Python {platform.python_version()}{busy}"


def section(name: str) -> str:
    """Run one benchmark; its ``name: value`` lines become a table."""
    where = machine()
    told = subprocess.run([sys.executable, HERE / f"{name}.py"], capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(f"{name}: {told.stdout}{told.stderr}")
    print(told.stdout, end="")
    rows = [line.partition(": ") for line in told.stdout.splitlines() if ": " in line]
    table = "\n".join(f"| {what.strip()} | {value.strip()} |" for what, _, value in rows)
    notes = HERE / f"{name}.md"
    return (
        f"## {TITLES[name]}\n\n`python benchmarks/{name}.py`, {datetime.now(UTC):%Y-%m-%d}. {where}.\n\n"
        f"| what | measured |\n|---|---|\n{table}\n"
        + (f"\n{notes.read_text('utf-8')}" if notes.is_file() else "")
    )


def kept() -> dict[str, str]:
    """The sections of the page as it is."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    by_title = {part.splitlines()[0].removeprefix("## "): part.rstrip() + "\n" for part in parts}
    return {name: by_title[title] for name, title in TITLES.items() if title in by_title}


def main(asked: list[str]) -> int:
    """Measure what is asked, keep the rest, write the page."""
    if unknown := set(asked) - set(TITLES):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(TITLES)}")
    sections = kept()
    for name in asked or [name for name in TITLES if (HERE / f"{name}.py").is_file()]:
        print(f"— {name}")
        sections[name] = section(name)
        ordered = [sections[name] for name in TITLES if name in sections]
        PAGE.write_text(HEAD + "\n" + "\n".join(ordered), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
