"""The yearly report as a document: a text file that the assembly's office can complete, and a tagged PDF."""

import io
from datetime import date
from functools import cache

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit import print as printing
from maillage.kit.text import counted, long_date
from maillage.modules.plans.queries import Line, Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def name(report: Report) -> str:
    """The name of the file, without its suffix."""
    return f"rapport-{report.campaign.plan_slug}-{report.campaign.year}"


def title(report: Report) -> str:
    """« SROM 2017-2021 : suivi 2026 des engagements »."""
    return _("%(plan)s : suivi %(year)s des engagements") % {
        "plan": report.campaign.plan,
        "year": report.campaign.year,
    }


def pdf(report: Report, *, on: date) -> bytes:
    """The report as a tagged PDF. Raises Refused("pdf") on a machine that cannot make one."""
    html = render_to_string("plans/report_print.html", {"report": report, "on": on, "title": title(report)})
    return printing.pdf(html, title=title(report))


def docx(report: Report, *, on: date) -> bytes:
    """The report as a text document, its words escaped: what people typed is never read as markup."""
    # Slow to import: only whoever asks for a document pays.
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(_template()))
    document.render(_words(report, on), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _words(report: Report, on: date) -> dict[str, object]:
    """Everything the document says, in sentences."""
    row = report.campaign
    return {
        "title": title(report),
        "owner": report.owner,
        "bureau": _("Bureau du %(day)s") % {"day": long_date(row.bureau_on)},
        "assembly": _("Assemblée générale du %(day)s") % {"day": long_date(row.assembly_on)}
        if row.assembly_on
        else _("Assemblée générale à préciser"),
        "printed": _("Document produit le %(day)s") % {"day": long_date(on)},
        "state": _("Suivi figé : ces états ne changent plus.")
        if row.locked
        else _("Suivi en cours : ces états peuvent encore changer avant le Bureau."),
        "demo": _("Démonstration : ce rapport est fictif.") if report.is_demo else "",
        "figures": figures(report),
        "sections": [
            {"label": f"{one.label.capitalize()} ({len(one.lines)})", "lines": [_line(x) for x in one.lines]}
            for one in report.sections
        ],
        "actions": [
            f"{one.words} ({one.aim_label}, {one.mission.full if one.mission else _('mission non renseignée')})"
            for one in report.actions
        ]
        or [_("Aucune action d'amélioration enregistrée.")],
        "gaps": [
            _("%(mission)s : %(aimed)s visée, %(observed)s.")
            % {
                "mission": one.mission,
                "aimed": one.aimed,
                "observed": one.observed or _("mode connu non renseigné"),
            }
            for one in report.gaps
        ]
        or [_("Aucun écart connu entre les modes visés et les modes connus.")],
        "reopenings": [
            _("Rouvert le %(day)s jusqu'au %(until)s : %(reason)s")
            % {"day": long_date(clock.day_of(one.at)), "until": long_date(one.until), "reason": one.reason}
            for one in report.reopenings
        ],
        "sources": [one.title for one in report.sources] or [_("Aucune source : à confirmer.")],
    }


def figures(report: Report) -> list[str]:
    """The counts of a report, one sentence each."""
    said = [f"{one.label.capitalize()} : {len(one.lines)}" for one in report.sections]
    claimed, bare = report.claims
    return [
        *said,
        counted(
            report.uncounted,
            _("engagement non chiffré, sans indicateur ou sans valeur visée"),
            _("engagements non chiffrés, sans indicateur ou sans valeur visée"),
        ),
        counted(
            report.unmeasured,
            _("engagement dit tenu sans valeur constatée"),
            _("engagements dits tenus sans valeur constatée"),
        ),
        _("Résultats énoncés : %(claimed)s, dont %(bare)s non chiffrés") % {"claimed": claimed, "bare": bare},
    ]


def _line(line: Line) -> dict[str, str]:
    row = line.commitment
    said = [
        _("Porté par : %(owner)s") % {"owner": row.owner or _("à désigner")},
        _("Pour le %(day)s") % {"day": long_date(row.due_on)},
        _("Visé : %(target)s")
        % {"target": f"{row.indicator}, {row.target}" if not row.uncounted else _("non chiffré")},
    ]
    if line.measured:
        said.append(_("Constaté : %(value)s") % {"value": line.measured})
    if row.overdue:
        said.append(_("échéance passée"))
    return {
        "mission": row.mission.full if row.mission else _("mission non renseignée"),
        "words": row.words,
        "said": " ; ".join(said),
        "done": line.words,
        "despite": _("Tenu malgré un préalable ouvert : %(why)s") % {"why": line.despite}
        if line.despite
        else "",
        "proof": _("Preuve : %(proof)s") % {"proof": line.cite.evidence or line.cite.title}
        if line.cite.evidence or line.cite.title
        else "",
    }


@cache
def _template() -> bytes:
    """The template, made once: headings and styles of the text processor, so that the document can be restyled."""
    from docx import Document

    made = Document()
    made.core_properties.language = "fr-FR"
    made.add_heading("{{ title }}", level=0)
    made.add_paragraph("{{ owner }} · {{ bureau }} · {{ assembly }} · {{ printed }}")
    made.add_paragraph("{{ state }}")
    _repeated(made, "{%p if demo %}", ("{{ demo }}", None), "{%p endif %}")
    made.add_heading(_("En bref"), level=1)
    _repeated(made, "{%p for figure in figures %}", ("{{ figure }}", "List Bullet"), "{%p endfor %}")
    made.add_paragraph("{%p for section in sections %}")
    made.add_heading("{{ section.label }}", level=1)
    made.add_paragraph("{%p for line in section.lines %}")
    made.add_heading("{{ line.mission }}", level=2)
    for words in ("{{ line.words }}", "{{ line.said }}"):
        made.add_paragraph(words)
    for optional in ("done", "despite", "proof"):
        _repeated(made, f"{{%p if line.{optional} %}}", (f"{{{{ line.{optional} }}}}", None), "{%p endif %}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    for heading, key in (
        (_("Actions d'amélioration"), "actions"),
        (_("Modes visés et modes connus"), "gaps"),
        (_("Réouvertures"), "reopenings"),
        (_("Sources"), "sources"),
    ):
        made.add_heading(heading, level=1)
        _repeated(made, f"{{%p for one in {key} %}}", ("{{ one }}", "List Bullet"), "{%p endfor %}")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _repeated(document: object, opening: str, words: tuple[str, str | None], closing: str) -> None:
    """A paragraph between two tags of the template."""
    document.add_paragraph(opening)  # type: ignore[attr-defined]
    document.add_paragraph(words[0], style=words[1])  # type: ignore[attr-defined]
    document.add_paragraph(closing)  # type: ignore[attr-defined]
