"""What a person types of aids, files, agreements and mirrors: one act each."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.text import typed
from maillage.modules.crm.enums import AidState, ConsentPurpose, ExportFormat, Sharing
from maillage.shared.directory.forms.typing import Typed, UnitChoice, day, living_units
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.forms import said as source_said
from maillage.shared.sources.forms import source, source_kind, source_on
from maillage.shared.sources.quotes import Quote

SPACES = dict.fromkeys(map(ord, " \u00a0\u202f€"))


class AmountField(forms.CharField):
    """An amount in euros as one writes it: « 12 400,50 € ». Empty: not in figures."""

    def to_python(self, value: Any) -> Decimal | None:
        """The amount; None when nothing is typed. Raises ValidationError."""
        text = typed(str(value or "")).translate(SPACES)
        if not text:
            return None
        try:
            found = Decimal(text.replace(",", "."))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            raise ValidationError(
                _("« %(text)s » n'est pas un montant. Écrivez-le en euros, par exemple 12 400,50."),
                code="amount",
                params={"text": str(value)[:40]},
            )
        return found

    def validate(self, value: Any) -> None:
        """An amount, or nothing."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")


def bodies() -> "forms.models.QuerySet[Organization]":
    """The organisations of the directory that still exist, by name."""
    return Organization.objects.filter(ended_on__isnull=True).order_by("name")


class NoteAid(Typed):
    """An aid that a company received."""

    act = "note_aid"
    title = gettext_lazy("Noter une aide reçue")
    button = gettext_lazy("Noter l'aide")

    label = forms.CharField(
        label=gettext_lazy("Aide"),
        max_length=300,
        help_text=gettext_lazy("Comme l'organisme qui l'a donnée l'appelle."),
    )
    unit = UnitChoice(
        Unit.objects.none(),
        label=gettext_lazy("Direction"),
        required=False,
        empty_label=gettext_lazy("non renseignée"),
    )
    giver = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Organisme"),
        required=False,
        empty_label=gettext_lazy("celui de la direction, ou non renseigné"),
    )
    industry = forms.CharField(
        label=gettext_lazy("Filière"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Dans les mots de l'organisme ; vide : non renseignée."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Objet"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Lu seulement par qui suit l'entreprise."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Année"),
        required=False,
        help_text=gettext_lazy("Vide : celle de la décision."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    decided_on = day(gettext_lazy("Décidée le"), required=False)
    paid_on = day(gettext_lazy("Versée le"), required=False)
    amount = AmountField(
        label=gettext_lazy("Montant, en euros"),
        required=False,
        help_text=gettext_lazy("Vide : non chiffré."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        required=False,
        choices=(("", gettext_lazy("non renseigné")), *AidState.choices),
    )
    reference = forms.CharField(
        label=gettext_lazy("Numéro chez l'organisme"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Une aide d'un même numéro n'est notée qu'une fois."),
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def prepare(self) -> None:
        """The units and organisations of the day."""
        units, givers = self.fields["unit"], self.fields["giver"]
        assert isinstance(units, forms.ModelChoiceField)
        assert isinstance(givers, forms.ModelChoiceField)
        units.queryset = living_units(self.on)
        givers.queryset = bodies()


def aid_said(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed of an aid, as ``record_aid`` takes it."""
    names = (
        "label", "unit", "giver", "industry", "purpose", "year", "decided_on", "paid_on", "amount", "state", "reference",
    )  # fmt: skip
    cited = source_said(given)
    return {name: given[name] for name in names} | {"cited": cited if _title(cited) else None}


def _title(cited: Quote | str) -> str:
    return cited.title if isinstance(cited, Quote) else cited


class WithdrawAid(Typed):
    """One aid, noted by mistake."""

    act = "withdraw"
    title = gettext_lazy("Retirer cette aide")
    button = gettext_lazy("Retirer l'aide")

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi la retirer"),
        max_length=300,
        help_text=gettext_lazy("L'aide sort des listes ; on peut la remettre."),
    )


class WithdrawAids(WithdrawAid):
    """The aids of several companies, those that the filters of the list keep."""

    title = gettext_lazy("Retirer les aides de cette liste")
    button = gettext_lazy("Retirer ces aides")

    address = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class SaveView(Typed):
    """The filters of the list, under a name."""

    act = "save_view"
    title = gettext_lazy("Enregistrer cette vue")
    button = gettext_lazy("Enregistrer la vue")

    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=80,
        help_text=gettext_lazy("Un nom que vous avez déjà pris change la vue qui le porte."),
    )
    sharing = forms.ChoiceField(label=gettext_lazy("Pour"), choices=Sharing.choices, initial=Sharing.MINE)
    first = forms.BooleanField(label=gettext_lazy("L'ouvrir d'abord, quand je viens ici"), required=False)


class TakeFile(Typed):
    """A file of the list."""

    act = "export"
    title = gettext_lazy("Prendre cette liste en fichier")
    button = gettext_lazy("Faire le fichier")

    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=ExportFormat.choices, initial=ExportFormat.XLSX
    )
    whole = forms.BooleanField(
        label=gettext_lazy("Avec l'objet et le numéro des aides"),
        required=False,
        help_text=gettext_lazy("Là où vous lisez ce que l'entreprise déclare ; « réservé » ailleurs."),
    )
    recipient = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Remis à"),
        required=False,
        empty_label=gettext_lazy("mon organisme"),
        help_text=gettext_lazy(
            "Un autre organisme ne reçoit que ce que chaque entreprise a accepté : sans accord, ni nom de personne, ni objet."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Pour quoi faire"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Demandé si le fichier parle de personnes, porte ce qui est réservé, ou part chez un autre."
        ),
    )

    def prepare(self) -> None:
        """The organisations of the directory."""
        field = self.fields["recipient"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies()


class OnConsent(Typed):
    """An act about what a company agrees that an organisation does."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Organisme"), empty_label=gettext_lazy("Choisissez…")
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Pour"), choices=ConsentPurpose.choices)

    def prepare(self) -> None:
        """The organisations of the directory."""
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies()


class AskConsent(OnConsent):
    """Ask the company, who answers by its link."""

    act = "ask_consent"
    title = gettext_lazy("Demander l'accord de l'entreprise")
    button = gettext_lazy("Demander l'accord")

    why = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        max_length=300,
        help_text=gettext_lazy(
            "L'entreprise le lira sur la page de sa demande, avec deux boutons : oui, non."
        ),
    )


class NoteConsent(OnConsent):
    """An agreement given on paper or by voice."""

    act = "note_consent"
    title = gettext_lazy("Noter un accord donné autrement")
    button = gettext_lazy("Noter l'accord")

    evidence = forms.CharField(
        label=gettext_lazy("Ce qui le montre"),
        max_length=300,
        help_text=gettext_lazy("Courrier du…, formulaire signé le…, appel du… : l'entreprise le verra."),
    )


class NoteRevocation(Typed):
    """An agreement taken back by letter or by voice."""

    act = "note_revocation"
    title = gettext_lazy("Noter que l'entreprise retire un accord")
    button = gettext_lazy("Noter le retrait")

    consent = forms.ChoiceField(label=gettext_lazy("Accord"))
    evidence = forms.CharField(label=gettext_lazy("Ce qui le montre"), max_length=300)

    def __init__(self, data: Any = None, *, on: Any, choices: Any) -> None:
        self.choices = tuple(choices)
        super().__init__(data, on=on)

    def prepare(self) -> None:
        """The agreements in force."""
        field = self.fields["consent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices


class AskMirror(Typed):
    """Ask the holder of a database to read what it says of a company."""

    act = "ask_mirror"
    title = gettext_lazy("Demander l'accès")
    button = gettext_lazy("Demander l'accès")

    reason = forms.CharField(
        label=gettext_lazy("Pour quoi faire"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class GrantMirror(Typed):
    """Let somebody read it until a day."""

    act = "grant"
    title = gettext_lazy("Accorder l'accès")
    button = gettext_lazy("Accorder l'accès")

    until = day(gettext_lazy("Jusqu'au"), help_text=gettext_lazy("Ce jour compris."))
    answer = forms.CharField(label=gettext_lazy("Un mot pour qui demande"), required=False, max_length=500)


class RefuseMirror(Typed):
    """Do not."""

    act = "refuse"
    title = gettext_lazy("Refuser l'accès")
    button = gettext_lazy("Refuser l'accès")

    answer = forms.CharField(label=gettext_lazy("Pourquoi"), max_length=500)
