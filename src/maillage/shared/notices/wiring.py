"""What this app adds to the others: it carries the mails of accounts."""

from maillage.shared.accounts import letters
from maillage.shared.notices import operations

letters.carried_by(operations.write)
