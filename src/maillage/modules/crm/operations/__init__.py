"""Writes on companies: what one declares, the register of the demonstration, aids received, lists, agreements, mirrors."""

from maillage.modules.crm.operations.aiding import record_aid, restore_aid, withdraw_aid
from maillage.modules.crm.operations.consenting import (
    ask_consent,
    give_consent,
    oppose_sharing,
    revoke_consent,
)
from maillage.modules.crm.operations.declaring import declare
from maillage.modules.crm.operations.exporting import KEPT, ask_export, erase_exports
from maillage.modules.crm.operations.loading import Loaded, load_demonstration
from maillage.modules.crm.operations.mirroring import (
    Copied,
    ask_mirror,
    copy_mirror,
    declare_mirror,
    grant_mirror,
    refuse_mirror,
)
from maillage.modules.crm.operations.numbering import change_number, withdraw_number
from maillage.modules.crm.operations.registering import (
    Followed,
    adopt,
    complete_from_register,
    follow_register,
    of_reference,
)
from maillage.modules.crm.operations.together import (
    MOST,
    Outcome,
    act_on_companies,
    rehearse,
    undo_act_on_companies,
)
from maillage.modules.crm.operations.viewing import remove_view, save_view

__all__ = [
    "KEPT",
    "Copied",
    "ask_mirror",
    "copy_mirror",
    "declare_mirror",
    "grant_mirror",
    "refuse_mirror",
    "MOST",
    "Followed",
    "Loaded",
    "Outcome",
    "act_on_companies",
    "adopt",
    "ask_consent",
    "ask_export",
    "change_number",
    "complete_from_register",
    "declare",
    "erase_exports",
    "follow_register",
    "give_consent",
    "load_demonstration",
    "of_reference",
    "oppose_sharing",
    "record_aid",
    "rehearse",
    "remove_view",
    "restore_aid",
    "revoke_consent",
    "save_view",
    "undo_act_on_companies",
    "withdraw_aid",
    "withdraw_number",
]
