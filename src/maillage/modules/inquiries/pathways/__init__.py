"""Packaged pathways (H-006, H-164): models as dated data, and the few next steps proposed to one company (H-154)."""

from maillage.modules.inquiries.pathways.proposing import propose
from maillage.modules.inquiries.pathways.reading import (
    ModelFilters,
    ModelLine,
    ModelPage,
    ModelStep,
    choices,
    model,
    models,
    others,
)
from maillage.modules.inquiries.pathways.shapes import MOST, Proposal, ProposedStep

__all__ = [
    "MOST",
    "ModelFilters",
    "ModelLine",
    "ModelPage",
    "ModelStep",
    "Proposal",
    "ProposedStep",
    "choices",
    "model",
    "models",
    "others",
    "propose",
]
