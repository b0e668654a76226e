"""What a reader asks of the mesh in an address, and what one types to mark an overlap or keep a study."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.errors import Refused
from maillage.modules.mesh import enums
from maillage.modules.mesh.queries.effects import ChangeAsked, RowsAsked
from maillage.modules.mesh.queries.gap_shapes import GapFilters
from maillage.modules.mesh.queries.shapes import MeshFilters, OverlapFilters
from maillage.shared.directory.forms.typing import Typed
from maillage.shared.territories import queries as territories

PAGE = 50
KINDS = ("reg", "dep", "arr", "epci", "ze", "bv", "com")
MOST_CHANGES = 8
EVERYTHING = 10_000
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


def place(text: str) -> Place:
    """A territory typed by its name, « Lille », or its code, « dep:59 »; nothing: the whole register."""
    typed = text.strip()
    if not typed:
        return Place(typed="")
    if ":" in typed and (name := territories.named([typed]).get(typed, "")):
        return Place(typed=typed, code=typed, name=name)
    found = territories.search(typed, KINDS, limit=6)
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
    return min(max(int(text), least), most) if text.isascii() and text.isdecimal() else default


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
        offset=page_of(data),
        limit=PAGE,
    )
    return filters, where


def everything(filters: Sliced) -> Sliced:
    """The same question without a page: every line, for a file or a map."""
    return replace(filters, offset=0, limit=EVERYTHING)


def rows_asked(data: QueryDict) -> RowsAsked:
    """``sorte`` (scheme, overlap, gap), ``d`` (schemes), ``groupe``, ``part``, ``peut-etre``, ``seuil``, ``lecture``."""
    kind = data.get("sorte", "scheme")
    return RowsAsked(
        kind=kind if kind in ("scheme", "overlap", "gap") else "scheme",
        schemes=tuple(data.getlist("d"))[:4],
        group=data.get("groupe", ""),
        part=" ".join(part for part in data.getlist("part") if part),
        possible="peut-etre" in data,
        threshold=number(data, "seuil", 1, least=1, most=20),
        sure=data.get("lecture", "") != "certain",
        demo=_demo(data),
        offset=page_of(data),
        limit=PAGE,
    )


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
    value = data.get("valeur", "").strip()
    return Moved(
        rank=number(data, "rang", 0),
        field=data["borne"],
        number=number(data, "valeur", 0) if value else None,
    )


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
    """The suppositions of a bench, from an address or a form: each is a line « c » whose parts are parted by « | »."""
    return tuple(_change(line) for line in data.getlist("c")[:MOST_CHANGES])


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
        rank=int(rank) if rank.isdecimal() else 0,
        field=field,
        number=int(value) if value.isascii() and value.isdecimal() else None,
        territory=territory,
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
        change.territory,
        change.into,
        change.rule,
    )
    return "|".join(parts)


def added(data: QueryDict) -> ChangeAsked | None:
    """The supposition that was just typed beside those of the address; None when none was. A
    threshold is moved from the conditions of its scheme. Raises Refused."""
    kind = data.get("ajouter", "")
    if kind not in enums.ChangeKind.values or kind == enums.ChangeKind.RULE:
        return None
    schemes = tuple(dict.fromkeys(slug for slug in data.getlist("d") if slug))
    least = 2 if kind == enums.ChangeKind.MERGE else 1
    if len(schemes) < least:
        raise Refused(
            "mesh.no-scheme",
            _("Il manque un dispositif : %(least)d au moins.") % {"least": least},
            way_out=_("Choisissez-le dans la liste ; le reste est gardé."),
            field="d",
        )
    change = ChangeAsked(kind=kind, schemes=schemes)
    if kind == enums.ChangeKind.PERIMETER:
        return replace(change, territory=_territory(data.get("territoire", "")))
    if kind == enums.ChangeKind.MERGE:
        return replace(change, into=data.get("dans", "") or schemes[0], rule=data.get("regle", "successor"))
    return change


def _territory(text: str) -> str:
    if any(sign in text for sign in "|&-"):
        return text.strip()
    where = place(text)
    if not where.code:
        raise Refused(
            "mesh.territory",
            where.problem or _("Il manque le territoire."),
            way_out=_("Donnez un nom, ou un code comme dep:59."),
            field="territoire",
        )
    return where.code


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
