"""How pages of aids write money."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from maillage.kit.text import NO_BREAK, thousands

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str | SafeString:
    """« 12 400 € », « 12 400,50 € »; « non chiffré » when it is not known, which is never zero."""
    if amount is None:
        return format_html('<span class="unknown">{}</span>', gettext("non chiffré"))
    whole, cents = divmod(int(amount * 100), 100)
    return f"{thousands(whole)}{f',{cents:02d}' if cents else ''}{NO_BREAK}€"
