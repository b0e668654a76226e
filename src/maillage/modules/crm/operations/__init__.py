"""Writes on companies: what one declares, and the register of the demonstration."""

from maillage.modules.crm.operations.aiding import record_aid, restore_aid, withdraw_aid
from maillage.modules.crm.operations.declaring import declare
from maillage.modules.crm.operations.loading import Loaded, load_demonstration

__all__ = ["Loaded", "declare", "load_demonstration", "record_aid", "restore_aid", "withdraw_aid"]
