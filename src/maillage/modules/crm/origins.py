"""What the values of a company rest on: the register and its day, or what was declared and when."""

import datetime

from maillage.modules.crm.enums import ValueOrigin
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.quotes import Quote

DEMONSTRATION = "Registre de démonstration"
REGISTER = "Registre des entreprises"
DECLARATION = "Déclaré par l'entreprise"


def quoted(origin: str, *, fictional: bool, on: datetime.date) -> Quote:
    """The source of a value known on a day: the register as it was then, a declaration of that day. Empty for what an agent
    noted or a partner sent: nothing says where they have it from, it stays to be confirmed."""
    if origin == ValueOrigin.REGISTER:
        title = DEMONSTRATION if fictional else REGISTER
        return Quote(title=title, kind=SourceKind.REGISTER, dated_on=on)
    if origin == ValueOrigin.DECLARATION:
        return Quote(title=DECLARATION, kind=SourceKind.DECLARATION, dated_on=on)
    return Quote()
