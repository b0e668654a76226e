"""Reads of exchanges, contacts, received mails, and of who asked before."""

from maillage.modules.interactions.queries.contacts import find as find_contacts
from maillage.modules.interactions.queries.contacts import of_company as contacts_of_company
from maillage.modules.interactions.queries.contacts import of_partner as contacts_of_partner
from maillage.modules.interactions.queries.contacts import page as contact
from maillage.modules.interactions.queries.contacts import partners
from maillage.modules.interactions.queries.exchanges import (
    DONE,
    TO_COME,
    WITHDRAWN,
    MyExchanges,
    get,
    of_actor,
    of_partner,
    shared_with,
    today,
)
from maillage.modules.interactions.queries.groups import Group, GroupLine, group
from maillage.modules.interactions.queries.mails import count_waiting, mail, waiting
from maillage.modules.interactions.queries.overlap import overlap
from maillage.modules.interactions.queries.shapes import (
    AttendeeLine,
    ContactCard,
    ContactFound,
    ContactList,
    ContactPage,
    InteractionCard,
    InteractionRow,
    MailRow,
    Overlap,
    PartnerRow,
    ReportPart,
    SharedExchange,
)
from maillage.modules.interactions.solicitations import Window, window

__all__ = [
    "AttendeeLine",
    "ContactCard",
    "ContactFound",
    "ContactList",
    "ContactPage",
    "DONE",
    "Group",
    "GroupLine",
    "InteractionCard",
    "InteractionRow",
    "MailRow",
    "MyExchanges",
    "Overlap",
    "PartnerRow",
    "ReportPart",
    "SharedExchange",
    "TO_COME",
    "WITHDRAWN",
    "Window",
    "contact",
    "contacts_of_company",
    "contacts_of_partner",
    "count_waiting",
    "find_contacts",
    "get",
    "group",
    "mail",
    "of_actor",
    "of_partner",
    "overlap",
    "partners",
    "shared_with",
    "today",
    "waiting",
    "window",
]
