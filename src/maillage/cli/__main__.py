"""`python -m maillage.cli`: the command, for programs that start it (`maillage serve` starts its worker so)."""

import sys

from maillage.cli import main

if __name__ == "__main__":
    sys.exit(main())
