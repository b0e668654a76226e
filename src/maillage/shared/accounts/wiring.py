"""What this app adds to the others: on the page of an account, its second factor, for who may remove it."""

from maillage.kit.ui import slots
from maillage.shared.accounts import panels

slots.fill("access.account", panels.second_factor)
