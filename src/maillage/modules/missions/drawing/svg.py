"""A map as a drawing of its own (SVG), that a report or a slide takes in: text stays text, letters stand on their hatching."""

from xml.etree import ElementTree as Tree

from django.utils.translation import gettext as _

from maillage.kit import clock, text
from maillage.modules.missions.drawing import hatching
from maillage.modules.missions.drawing.columns import spread
from maillage.modules.missions.drawing.sheet import Sheet, more, passage, shared
from maillage.modules.missions.drawing.writing import ANY, lines, width
from maillage.modules.missions.queries.shapes import BoxShown, DomainShown

SPACE = "http://www.w3.org/2000/svg"
WIDE, MARGIN, GAP = 1280.0, 28.0, 12.0
SIZE, SMALL, LEAD = 13.0, 11.5, 16.5
MARK_WIDTH, MARK_HEIGHT = 30.0, 20.0
INK, MUTED, LINE, ASK = "#1c2430", "#566072", "#c9c2b4", "#7d5200"
FONT = "'Source Sans 3','Source Sans Pro',Arial,sans-serif"


def svg(sheet: Sheet) -> str:
    """The whole picture: title, state, domains, legend, footnotes, sources, when it was drawn."""
    root = Tree.Element(
        "svg", {"xmlns": SPACE, "role": "img", "lang": "fr", "font-family": FONT, "font-size": f"{SIZE:g}"}
    )
    Tree.SubElement(root, "title").text = sheet.title
    Tree.SubElement(root, "desc").text = " · ".join((sheet.shown.plan, *sheet.said))
    ground = Tree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    y = _head(root, sheet)
    y = _map(root, sheet, y)
    y = _foot(root, sheet, y)
    for name, value in {"width": WIDE, "height": y, "viewBox": f"0 0 {WIDE:g} {y:g}"}.items():
        root.set(name, value if isinstance(value, str) else f"{value:g}")
    ground.set("height", f"{y:g}")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode")


def _head(root: Tree.Element, sheet: Sheet) -> float:
    _write(root, sheet.shown.plan, MARGIN, 34, fill=MUTED)
    _write(root, sheet.shown.function, MARGIN, 62, size=24, weight=700)
    said = list(sheet.said)
    if sheet.shown.known_at:
        said.append(
            _("telle qu'on la savait le %(day)s")
            % {"day": text.long_date(clock.day_of(sheet.shown.known_at))}
        )
    y = 84.0
    for line in lines(" · ".join(said), WIDE - 2 * MARGIN, SIZE, ANY):
        _write(root, line, MARGIN, y, weight=600)
        y += LEAD
    return y + 6


def _map(root: Tree.Element, sheet: Sheet, top: float) -> float:
    """The domains in columns; their lowest point."""
    count = 5
    room = (WIDE - 2 * MARGIN - GAP * (count - 1)) / count
    heights = [_domain(None, domain, 0, 0, room, sheet) for domain in sheet.shown.domains]
    bottom = top
    for rank, column in enumerate(spread(heights, count, gap=GAP)):
        y = top
        for index in column:
            y += _domain(root, sheet.shown.domains[index], MARGIN + rank * (room + GAP), y, room, sheet) + GAP
        bottom = max(bottom, y)
    return bottom


def _domain(
    root: Tree.Element | None, domain: DomainShown, x: float, y: float, room: float, sheet: Sheet
) -> float:
    """Draw a domain, or only measure it without ``root``; its height."""
    group = None if root is None else Tree.SubElement(root, "g")
    frame = None
    if group is not None:
        Tree.SubElement(group, "title").text = domain.label
        frame = Tree.SubElement(
            group,
            "rect",
            {
                "x": f"{x:g}",
                "y": f"{y:g}",
                "width": f"{room:g}",
                "rx": "8",
                "fill": "#ffffff",
                "stroke": MUTED,
            },
        )
    inner = y + 22
    for line in lines(domain.label, room - 20, SIZE * 1.06, ANY):
        _write(group, line, x + 10, inner, weight=700)
        inner += LEAD
    for one in shared(domain, sheet.shown.function):
        for line in lines(one, room - 20, SMALL, ANY):
            _write(group, line, x + 10, inner, size=SMALL, fill=MUTED)
            inner += LEAD * 0.9
    inner -= 6
    for box in domain.boxes:
        inner += _box(group, box, x + 8, inner, room - 16, sheet, waits=False) + 5
    if domain.unconfirmed:
        _write(group, _("À confirmer"), x + 10, inner + 14, size=SMALL, weight=600, fill=ASK)
        inner += 21
        for box in domain.unconfirmed:
            inner += _box(group, box, x + 8, inner, room - 16, sheet, waits=True) + 5
    height = inner - y + 5
    if frame is not None:
        frame.set("height", f"{height:g}")
    return height


def _box(
    root: Tree.Element | None, box: BoxShown, x: float, y: float, room: float, sheet: Sheet, *, waits: bool
) -> float:
    """Draw a box, or only measure it without ``root``; its height."""
    inside = room - MARK_WIDTH - 20
    marks = f" {' '.join(box.marks)}" if box.marks else ""
    label = lines(box.label + marks, inside, SIZE, ANY)
    under = [line for one in more(box, sheet.shown) for line in lines(one, inside, SMALL, ANY)]
    height = max(MARK_HEIGHT + 9, len(label) * LEAD + len(under) * LEAD * 0.9 + 9)
    if root is not None:
        edge = {"stroke": ASK if waits else LINE} | (
            {"stroke-dasharray": "4 3"} if waits or box.projected else {}
        )
        shape = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{room:g}", "height": f"{height:g}", "rx": "6"}
        Tree.SubElement(root, "rect", {"fill": "none"} | shape | edge)
        if sheet.legend:
            _mark(root, box.mode.letter, x + 5, y + 5)
        line_y = y + 19
        for line in label:
            _write(root, line, x + MARK_WIDTH + 13, line_y)
            line_y += LEAD
        for line in under:
            _write(root, line, x + MARK_WIDTH + 13, line_y, size=SMALL, fill=MUTED)
            line_y += LEAD * 0.9
    return height


def _mark(root: Tree.Element, letter: str, x: float, y: float) -> None:
    """The letter on its hatching: 30 wide, 20 high."""
    ink = hatching.INK[hatching.tone(letter)]
    place = Tree.SubElement(
        root,
        "svg",
        {"x": f"{x:g}", "y": f"{y:g}", "width": "10", "height": f"{MARK_HEIGHT:g}", "viewBox": "0 0 12 24"},
    )
    Tree.SubElement(
        place,
        "path",
        {
            "d": hatching.stroke(letter),
            "fill": "none",
            "stroke": ink,
            "stroke-width": "1.8",
            "stroke-linecap": "round",
        },
    )
    frame = {
        "width": f"{MARK_WIDTH:g}",
        "height": f"{MARK_HEIGHT:g}",
        "rx": "4",
        "fill": "none",
        "stroke": ink,
    }
    Tree.SubElement(root, "rect", {"x": f"{x:g}", "y": f"{y:g}", "stroke-width": "1.4"} | frame)
    Tree.SubElement(
        root, "path", {"d": f"M{x + 10:g} {y:g}v{MARK_HEIGHT:g}", "stroke": ink, "stroke-width": "1.4"}
    )
    _write(root, letter, x + 20, y + 15, size=14, weight=700, fill=ink, anchor="middle")


def _foot(root: Tree.Element, sheet: Sheet, y: float) -> float:
    x, y = MARGIN, y + 8
    for row in sheet.legend:
        said = f"{row.label} : {row.count}"
        if x + MARK_WIDTH + 8 + width(said, SIZE, ANY) > WIDE - MARGIN:
            x, y = MARGIN, y + 28
        _mark(root, row.letter, x, y)
        _write(root, said, x + MARK_WIDTH + 8, y + 15)
        x += MARK_WIDTH + 30 + width(said, SIZE, ANY)
    y += 40
    for note in sheet.shown.footnotes:
        scope = note.scope or _("portée non renseignée")
        for line in lines(
            f"{note.mark} {note.text} ({scope}) · {passage(note)}", WIDE - 2 * MARGIN, SIZE, ANY
        ):
            _write(root, line, MARGIN, y)
            y += LEAD
    source = (
        _("Source : %(titles)s") % {"titles": ", ".join(sheet.sources)}
        if sheet.sources
        else _("Source à confirmer")
    )
    equals = [_("« ? » : mode non renseigné. Les cinq modes se valent.")] if sheet.legend else []
    drawn = _("dessiné le %(day)s") % {"day": text.long_date(clock.day_of(sheet.printed_at))}
    _write(
        root,
        " · ".join((source, drawn, *equals)),
        MARGIN,
        y,
        fill=MUTED,
    )
    return y + 20


def _write(
    root: Tree.Element | None,
    words: str,
    x: float,
    y: float,
    *,
    size: float = SIZE,
    weight: int = 400,
    fill: str = INK,
    anchor: str = "start",
) -> None:
    if root is None:
        return
    given = {"x": f"{x:g}", "y": f"{y:g}", "fill": fill}
    plain = {"font-size": f"{SIZE:g}", "font-weight": "400", "text-anchor": "start"}
    chosen = {"font-size": f"{size:g}", "font-weight": str(weight), "text-anchor": anchor}
    given |= {name: value for name, value in chosen.items() if value != plain[name]}
    Tree.SubElement(root, "text", given).text = words
