"""Writes on companies: what one declares, and the register of the demonstration."""

from maillage.modules.crm.operations.declaring import declare
from maillage.modules.crm.operations.loading import Loaded, load_demonstration

__all__ = ["Loaded", "declare", "load_demonstration"]
