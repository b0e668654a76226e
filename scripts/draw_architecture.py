"""Draw the packages of Maillage as they are: ring by ring, who imports whom (ARCHITECTURE.md holds the same drawing)."""

import sys
from collections import defaultdict

import grimp

RINGS = ("cli", "config", "surfaces", "modules", "shared", "kit", "engines")


def package(module: str) -> str:
    """``maillage.shared.territories.queries`` → ``shared.territories``; ``cli`` and ``config`` stay whole."""
    parts = module.split(".")[1:]
    return parts[0] if parts[0] in {"cli", "config"} else ".".join(parts[:2])


def edges() -> dict[str, set[str]]:
    """Package → the packages that it imports."""
    graph = grimp.build_graph("maillage", cache_dir=None)
    drawn: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        if module.count(".") and (of := package(module)) not in RINGS[2:]:
            drawn[of] |= {
                package(other)
                for other in graph.find_modules_directly_imported_by(module)
                if other.count(".") > 1 and package(other) != of
            }
    return drawn


def main() -> int:
    """Print the drawing."""
    drawn = edges()
    for ring in RINGS:
        print(ring)
        for name in sorted(name for name in drawn if name.split(".")[0] == ring):
            below = ", ".join(sorted(drawn[name]))
            print(
                f"  {name.removeprefix(ring + '.') if name != ring else '·':<15} {'→ ' + below if below else ''}".rstrip()
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
