"""Documents: HTML made into a tagged PDF that a screen reader can read (PDF/UA-1)."""

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused


def pdf(html: str, *, title: str, base_url: str | None = None) -> bytes:
    """The PDF of ``html``, a whole page or the inside of a body. ``title`` names the document.

    Nothing is fetched from any network: only our static files and ``data:`` are read. Links without a site begin at
    ``base_url``, by default the site itself. The style is maillage/print/document.css, then the page's own.

    Raises Refused("pdf") on a machine without the library that lays out text (Pango).
    """
    try:
        # Slow (a second), and impossible without Pango: only whoever asks for a PDF pays.
        from maillage.kit.print import engine
    except (ImportError, OSError) as error:
        raise Refused(
            "pdf",
            _("Ce site ne peut pas faire de PDF pour le moment : il lui manque la bibliothèque Pango."),
            way_out=_(
                "Imprimez la page depuis votre navigateur, en choisissant « Enregistrer en PDF ». Pour l'administrateur "
                "du site : apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
            ),
        ) from error
    return engine.write(_whole(html, title), base_url=base_url or f"{settings.SITE_ADDRESS}/")


def _whole(html: str, title: str) -> str:
    """A page with its language and its title."""
    named = f"<title>{escape(title)}</title>"
    if "<html" not in html:
        return f'<!doctype html><html lang="{get_language() or "fr"}"><head>{named}</head><body>{html}</body></html>'
    return html if "<title" in html else html.replace("<head>", f"<head>{named}", 1)
