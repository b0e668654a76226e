"""From nothing to the first page: a fresh clone, `make run`, until the site answers; package caches are warm.

    python benchmarks/first_page.py

Prints ``name: value`` lines; the second start, in the same clone, has nothing left to install.
"""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 600


def start(clone: str, port: int) -> float:
    """Seconds from `make run` to the printed address; the server is then stopped."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MAILLAGE_HOME"}
    }
    began = time.perf_counter()
    run = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout
    try:
        for line in run.stdout:
            if "répond" in line:
                return time.perf_counter() - began
            if time.perf_counter() - began > PATIENCE_SECONDS:
                break
        raise SystemExit("`make run` did not reach its first page")
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(30)


def main() -> None:
    """Clone, start, start again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="maillage-first-page-") as folder:
        clone = str(Path(folder) / "maillage")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), clone], check=True)
        print(f"fresh clone to first page: {start(clone, port):.1f} s")
        print(f"second start to first page: {start(clone, port):.1f} s")


if __name__ == "__main__":
    main()
