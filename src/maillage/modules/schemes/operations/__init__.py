"""Writes of the catalogue: import a file, load the network's own data, publish a scheme."""

from maillage.modules.schemes.operations.importing import Preview, apply, preview
from maillage.modules.schemes.operations.loading import (
    load_network_objectives,
    load_network_programmes,
    load_network_schemes,
    load_network_themes,
)
from maillage.modules.schemes.operations.merging import merge, separate
from maillage.modules.schemes.operations.publishing import publish

__all__ = [
    "Preview",
    "apply",
    "load_network_objectives",
    "load_network_programmes",
    "load_network_schemes",
    "load_network_themes",
    "merge",
    "preview",
    "publish",
    "separate",
]
