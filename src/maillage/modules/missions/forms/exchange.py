"""What one sends to change a whole plan: a spreadsheet, or the period of the next plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.forms import Typed
from maillage.shared.directory.forms.typing import day
from maillage.shared.sources.forms import source, source_kind, source_on


class Send(Typed):
    """A filled spreadsheet."""

    act = "send"
    title = _("Importer un tableur")
    button = _("Lire ce fichier")

    file = forms.FileField(
        label=_("Fichier XLSX"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_(
            "Exportez le schéma, remplissez ce fichier-là. Rien n'est écrit avant que vous ayez relu."
        ),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )


class Copy(Typed):
    """The next plan, from what stands on its first day."""

    act = "copy"
    title = _("Préparer la période suivante")
    button = _("Créer le schéma suivant")

    name = forms.CharField(label=_("Titre du nouveau schéma"), max_length=200)
    starts_on = day(
        _("Premier jour"), help_text=_("Les missions y sont reprises telles qu'on les sait ce jour-là.")
    )
    ends_on = day(_("Dernier jour"), required=False)
    source_kind = source_kind()
    source = source()
    source_on = source_on()
