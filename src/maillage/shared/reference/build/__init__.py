"""Makes the compact snapshot of the package out of the source pack, verified, always with the same bytes."""

from maillage.shared.reference.build.snapshot import build

__all__ = ["build"]
