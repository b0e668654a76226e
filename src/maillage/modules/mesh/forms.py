"""What a reader asks of the mesh in an address, and what one types to mark an overlap or keep a study."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.errors import Refused
from maillage.kit.fields.days import DayField
from maillage.modules.mesh import enums
from maillage.modules.mesh.queries.board import DIVISIONS
from maillage.modules.mesh.queries.effects import ChangeAsked, RowsAsked
from maillage.modules.mesh.queries.gap_shapes import SHARE, GapFilters
from maillage.modules.mesh.queries.shapes import MeshFilters, OverlapFilters
from maillage.shared.directory.forms.typing import Typed
from maillage.shared.territories import queries as territories

PAGE = 50
EVERYTHING = 10**9
PAIRS = 10_000
"""How many pairs a file holds at most; it says how many it leaves."""
ROWS = ("scheme", "overlap", "gap", "excluded", "gained", "lost")
"""The figures that open on their establishments."""
DIGITS = 12
"""How long a number may be: euros by hundreds of billions."""
EVERY_STANDING = tuple(enums.Standing.values)
Sliced = TypeVar("Sliced", OverlapFilters, GapFilters, RowsAsked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A territory as it was typed and understood; ``problem``: why it was not, ``others``: those it may have meant."""

    typed: str
    code: str = ""
    name: str = ""
    problem: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def must_be_known(self) -> None:
        """Refused for a place that was not understood: a file would give the whole register in its stead."""
        if self.problem:
            raise Refused("mesh.territory", self.problem, way_out=_("Corrigez le lieu."), field="lieu")


def place(text: str) -> Place:
    """A territory typed by its name, « Lille », or its code, « dep:59 »; nothing: the whole register."""
    typed = text.strip()
    if not typed:
        return Place(typed="")
    if ":" in typed and (name := territories.named([typed]).get(typed, "")):
        return Place(typed=typed, code=typed, name=name)
    found = territories.search(typed, DIVISIONS, limit=6)
    if not found:
        return Place(
            typed=typed,
            problem=_("Aucun territoire ne répond à « %(text)s ». Essayez un nom, ou un code comme dep:59.")
            % {"text": typed},
        )
    first = found[0]
    return Place(
        typed=typed,
        code=first.reference,
        name=first.name,
        others=tuple((one.reference, f"{one.name}, {one.kind_label}") for one in found[1:]),
    )


def number(data: QueryDict, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    """A number of an address, within its bounds; the default when it is none."""
    text = data.get(name, "").strip()
    return min(max(int(text), least), most) if _is_number(text) else default


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def page_of(data: QueryDict) -> int:
    """The rank of the first line of the page asked."""
    return (number(data, "page", 1, least=1, most=100_000) - 1) * PAGE


def _demo(data: QueryDict) -> bool | None:
    return {"sans": False, "seule": True}.get(data.get("demonstration", ""))


def mesh_filters(data: QueryDict) -> tuple[MeshFilters, Place]:
    """``besoin``, ``theme``, ``lieu``, ``etat``, ``demonstration``."""
    where = place(data.get("lieu", ""))
    standing = tuple(code for code in data.getlist("etat") if code in enums.Standing.values)
    filters = MeshFilters(
        territory=where.code,
        need=data.get("besoin", ""),
        theme=data.get("theme", ""),
        section=data.get("activite", ""),
        size=data.get("taille", ""),
        standing=standing,
        demo=_demo(data),
    )
    return filters, where


def overlap_filters(data: QueryDict) -> OverlapFilters:
    """``sorte``, ``voulus``, ``besoin``, ``dispositif``, ``tous`` (those without a need in common too)."""
    return OverlapFilters(
        kinds=tuple(code for code in data.getlist("sorte") if code in enums.OverlapKind.values),
        same_need="tous" not in data,
        wanted={"oui": True, "non": False}.get(data.get("voulus", "")),
        need=data.get("besoin", ""),
        scheme=data.get("dispositif", ""),
        demo=_demo(data),
        apart="ouverts" not in data and not data.get("dispositif"),
        offset=page_of(data),
        limit=PAGE,
    )


def gap_filters(data: QueryDict) -> tuple[GapFilters, Place]:
    """``par``, ``sur`` (need or theme), ``groupe``, ``lieu``, ``seuil``, ``au-moins``, ``sur-peut-etre``."""
    where = place(data.get("lieu", ""))
    kind = data.get("sur", "")
    filters = GapFilters(
        kind=kind if kind in enums.GroupKind.values else enums.GroupKind.NEED.value,
        group=data.get("groupe", ""),
        by=data.get("par", "") or "dep",
        territory=where.code,
        section=data.get("activite", ""),
        size=data.get("taille", ""),
        threshold=number(data, "seuil", 1, least=1, most=20),
        minimum=number(data, "au-moins", 1, least=1),
        sure=data.get("lecture", "") != "certain",
        demo=_demo(data),
        share=_share(data),
        offset=page_of(data),
        limit=PAGE,
    )
    return filters, where


def _share(data: QueryDict) -> int:
    """``part-de-tous``: per cent from which a scheme is open to nearly everyone."""
    return number(data, "part-de-tous", SHARE, least=1, most=100)


def everything(filters: Sliced, limit: int = EVERYTHING) -> Sliced:
    """The same question without a page: every line, for a file or a map."""
    return replace(filters, offset=0, limit=limit)


def rows_asked(data: QueryDict) -> RowsAsked:
    """``sorte`` (ROWS), ``d`` (schemes), ``groupe``, ``part``, ``peut-etre``, ``seuil``, ``lecture``, ``rang``, ``c`` (suppositions)."""
    kind = data.get("sorte", "scheme")
    return RowsAsked(
        kind=kind if kind in ROWS else "scheme",
        schemes=tuple(data.getlist("d"))[:4],
        group=data.get("groupe", ""),
        part=" ".join(part for part in data.getlist("part") if part),
        possible="peut-etre" in data,
        threshold=number(data, "seuil", 1, least=1, most=20),
        sure=data.get("lecture", "") != "certain",
        demo=_demo(data),
        share=_share(data),
        rank=number(data, "rang", 0),
        changes=changes(data),
        offset=page_of(data),
        limit=PAGE,
    )


def rows(kind: str, *schemes: str, within: str = "") -> str:
    """The address that opens the establishments of a scheme, or of an overlap; a part is added to it."""
    asked = [("sorte", kind), *(("d", slug) for slug in schemes), *([("part", within)] if within else [])]
    return f"{reverse('mesh:rows')}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A threshold that the reader moves: of which condition, which bound, to what."""

    rank: int
    field: str
    number: int | None


def moved(data: QueryDict) -> Moved | None:
    """``rang``, ``borne``, ``valeur``; None when nothing is moved."""
    if not data.get("borne"):
        return None
    return Moved(rank=number(data, "rang", 0), field=data["borne"], number=whole(data.get("valeur", "")))


def whole(text: str) -> int | None:
    """A whole number as people write it, « 10 000 »; None when nothing is written. Refused for anything else: it is not guessed."""
    digits = "".join(text.split())
    if not digits:
        return None
    if not _is_number(digits):
        raise Refused(
            "mesh.number",
            _("« %(text)s » n'est pas un nombre entier.") % {"text": text.strip()[:40]},
            way_out=_("Écrivez par exemple 10 000, ou rien pour retirer ce seuil."),
            field="valeur",
        )
    return int(digits)


def supposed(slug: str, bound: Moved) -> ChangeAsked:
    """A moved threshold as a supposition."""
    return ChangeAsked(
        kind=enums.ChangeKind.RULE.value,
        schemes=(slug,),
        rank=bound.rank,
        field=bound.field,
        number=bound.number,
    )


def changes(data: QueryDict) -> tuple[ChangeAsked, ...]:
    """The suppositions of a bench, from an address or a form: each is a line « c » whose parts are parted by « | ». All of them: what
    would be too many is refused when it is computed (`supposing.MOST`), not left out."""
    return tuple(_change(line) for line in data.getlist("c"))


def _change(line: str) -> ChangeAsked:
    kind, schemes, rank, field, value, territory, into, rule = [*line.split("|"), *[""] * 8][:8]
    if kind not in enums.ChangeKind.values or not schemes:
        raise Refused(
            "mesh.change",
            _("Une supposition de cette adresse ne se lit pas."),
            way_out=_("Recommencez depuis le banc d'essai."),
        )
    return ChangeAsked(
        kind=kind,
        schemes=tuple(schemes.split("+")),
        rank=int(rank) if _is_number(rank) else 0,
        field=field,
        number=whole(value),
        territory=unquote(territory),
        into=into,
        rule=rule or "successor",
    )


def written(change: ChangeAsked) -> str:
    """A supposition as an address holds it."""
    value = "" if change.number is None else str(change.number)
    parts = (
        change.kind,
        "+".join(change.schemes),
        str(change.rank),
        change.field,
        value,
        # « | » unites territories too: as it stands there, it would part the line in the wrong place.
        quote(change.territory, safe=" :&(),+-"),
        change.into,
        change.rule,
    )
    return "|".join(parts)


def chosen(data: QueryDict) -> tuple[str, ...]:
    """The scheme of the supposition that was just typed, or those that a merge takes. Refused when one is missing."""
    # Only a merge takes several; what was chosen for one before its kind was changed is no part of another.
    least = 2 if data.get("ajouter") == enums.ChangeKind.MERGE else 1
    sent = data.getlist("d") if least == 2 else data.getlist("d")[:1]
    schemes = tuple(dict.fromkeys(slug for slug in sent if slug))
    if len(schemes) < least:
        raise Refused(
            "mesh.no-scheme",
            _("Il manque un dispositif : %(least)d au moins.") % {"least": least},
            way_out=_("Choisissez-le dans la liste ; le reste est gardé."),
            field="d",
        )
    return schemes


def added(data: QueryDict, on: date) -> ChangeAsked | None:
    """The supposition that was just typed beside those of the address; None when none was. A
    threshold is moved from the conditions of its scheme. Raises Refused."""
    kind = data.get("ajouter", "")
    if kind not in enums.ChangeKind.values or kind == enums.ChangeKind.RULE:
        return None
    change = ChangeAsked(kind=kind, schemes=chosen(data))
    if kind == enums.ChangeKind.PERIMETER:
        return replace(change, territory=_territory(data.get("territoire", ""), on))
    if kind == enums.ChangeKind.MERGE:
        return replace(change, into=change.schemes[0], rule=data.get("regle", "successor"))
    return change


def _territory(text: str, on: date) -> str:
    """Names and codes, united, crossed or taken away: « Nord, Pas-de-Calais - Lille ». Refused for what is not understood."""
    if not text.strip():
        raise Refused(
            "mesh.territory",
            _("Il manque le territoire."),
            way_out=_("Donnez un nom, ou un code comme dep:59."),
            field="territoire",
        )
    return territories.extent(text, on, field="territoire").text


class Mark(Typed):
    """Say that an overlap is on purpose."""

    act = "mark"
    title = gettext_lazy("Dire que ce doublon est voulu")
    button = gettext_lazy("Dire ce doublon voulu")

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Une phrase : elle reste, avec sa date et votre nom."),
    )


class Unmark(Typed):
    """Take the mark back."""

    act = "unmark"
    title = gettext_lazy("Ne plus dire ce doublon voulu")
    button = gettext_lazy("Reprendre ce qui a été dit")

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ce qui avait été dit reste dans l'histoire de ce doublon."),
    )


class Merge(Typed):
    """Merge for good, from a day."""

    act = "merge"
    title = gettext_lazy("Réunir pour de bon")
    button = gettext_lazy("Réunir ces dispositifs")

    on = DayField(label=gettext_lazy("À partir du"), help_text=gettext_lazy("Les autres ferment la veille."))
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Une phrase : elle reste, avec sa date et votre nom."),
    )


class Separate(Typed):
    """Undo a merge."""

    act = "separate"
    title = gettext_lazy("Défaire cette réunion")
    button = gettext_lazy("Défaire la réunion")

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Le dispositif reprend son dernier jour d'avant ; ce qui a été décidé reste lisible."
        ),
    )


class Keep(Typed):
    """Keep a study."""

    act = "keep"
    title = gettext_lazy("Garder cette étude")
    button = gettext_lazy("Garder l'étude")

    title_of_study = forms.CharField(label=gettext_lazy("Titre de l'étude"), max_length=160)


class Rename(Typed):
    """Rename a study."""

    act = "rename"
    title = gettext_lazy("Changer le titre")
    button = gettext_lazy("Changer le titre")

    title_of_study = forms.CharField(label=gettext_lazy("Titre de l'étude"), max_length=160)


class Bare(Typed):
    """An act that asks nothing: start, cancel, compute again, put aside, bring back."""

    def __init__(self, data: Any = None, *, on: Any, act: str) -> None:
        self.act = act
        super().__init__(data, on=on)
