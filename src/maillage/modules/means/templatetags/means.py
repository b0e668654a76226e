"""Amounts and numbers of means, as French writes them."""

from decimal import Decimal

from django import template

from maillage.modules.means.queries.reading import decimal as written
from maillage.modules.means.queries.reading import euros as priced

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """« 12 400 € » ; « non chiffré » when it is not known."""
    return priced(amount)


@register.filter
def decimal(number: Decimal) -> str:
    """« 0,35 »."""
    return written(number)
