"""What no scheme may hold, said of a line of a file before anything is written."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from maillage.kit.errors import Refused, Where
from maillage.modules.schemes.adapters.rows import Directory
from maillage.modules.schemes.enums import Origin, Status
from maillage.modules.schemes.formats import partner
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.operations.saving import labels
from maillage.modules.schemes.queries.missing import lacking
from maillage.modules.schemes.records import COLUMNS, SchemeRecord
from maillage.shared.directory.queries import SIREN_WAY_OUT

DEMO_PREFIX = "demo-"
FAULTY_FIELD = {"closes_before_it_opens": "closes_on"}
"""The field to correct when two of them contradict each other, by the code of the constraint."""


def wrong_sirens(row: Row, record: SchemeRecord, names: Directory) -> Iterator[Refused]:
    """The SIREN that contradict the directory, or an earlier line."""
    for name, siren in record.sirens:
        if fault := names.claim(name, siren):
            yield Refused(
                "directory.siren",
                fault,
                way_out=str(SIREN_WAY_OUT),
                field="porteurs",
                where=Where(line=row.line, column="porteurs"),
            )


def impossible(row: Row, record: SchemeRecord, before: SchemeRecord | None) -> Iterator[Refused]:
    """What no scheme may hold: another origin under the same identifier, too long a text, dates upside down."""
    if before and before.origin != record.origin:
        yield Refused(
            "other-origin",
            f"L'identifiant « {record.slug} » est déjà celui d'un dispositif d'une autre origine "
            f"({Origin(before.origin).label}).",
            way_out="Donnez un autre identifiant à ce dispositif.",
            field="id",
            where=Where(line=row.line, column="id"),
        )
    elif record.slug.startswith(DEMO_PREFIX) and record.origin != Origin.DEMO:
        yield Refused(
            "reserved",
            f"L'identifiant « {record.slug} » commence par « {DEMO_PREFIX} », réservé à la démonstration.",
            way_out="Donnez un autre identifiant à ce dispositif.",
            field="id",
            where=Where(line=row.line, column="id"),
        )
    roles = {role.role for role in record.roles}
    if record.status == Status.PUBLISHED and (
        missing := lacking(record.title, record.family, record.publics, roles)
    ):
        yield Refused(
            "schemes.incomplete",
            f"« {record.slug} » est donné comme publié, mais il lui manque {', '.join(missing)}.",
            way_out="Complétez la ligne, ou laissez-le en brouillon.",
            where=Where(line=row.line),
        )
    scheme = Scheme(
        slug=record.slug, publics=list(record.publics), **{n: getattr(record, n) for n in COLUMNS}
    )
    try:
        scheme.clean_fields(exclude={"details"} | ({"publics"} if not record.publics else set()))
        scheme.validate_constraints()
    except ValidationError as fault:
        for name, found in fault.error_dict.items():
            for error in found:
                column = partner.COLUMN_OF.get(FAULTY_FIELD.get(error.code or "", name))
                sentence = " ".join(error.messages)
                yield Refused(
                    "impossible",
                    sentence if name == "__all__" else f"{labels((name,))[0]} : {sentence}",
                    way_out="Corrigez cette valeur dans le fichier.",
                    field=column,
                    where=Where(line=row.line, column=column),
                )
