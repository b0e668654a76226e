"""What this app adds to the others: requests on the page of a company; they follow people who leave, and mails that come
back."""

from maillage.kit.ui import slots
from maillage.modules.inquiries import panels
from maillage.modules.inquiries.operations.contact import when_bounced
from maillage.modules.inquiries.operations.departing import foretell, when_away, when_left
from maillage.shared.directory import departures
from maillage.shared.notices import bounces

departures.when(when_left, preview=foretell)
departures.when_away(when_away)
bounces.when(when_bounced)
slots.fill("crm.company", panels.of_company)
