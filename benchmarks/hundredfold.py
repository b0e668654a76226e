"""The demonstration a hundred times over: companies, requests and agents, each copy answered by its own agents; ten times
the units, since a unit of a real network has more than two agents.

    python benchmarks/hundredfold.py

Writes in the installation's database (MAILLAGE_HOME, DATABASE_URL), which must hold the demonstration and nothing else: one for
measures, thrown away after. Rows are copied by the database itself, so the journal does not tell of them.
"""

from django.db import connection, models

COPIES = 99
UNITS_EVERY = 10
"""A copy of the units serves so many copies of the agents."""
STEP = 10_000_000
"""Between the keys of one copy and of the next."""
FIRST_SIREN, SIREN_STEP = 100_000_000, 9_000_000
"""Numbers of the copies: nine digits, all different, without a right check digit. A SIRET no longer starts with its SIREN."""


def copied() -> tuple[type[models.Model], ...]:
    """The tables that grow, those pointed at first."""
    from maillage.modules.crm.models import Company, CompanyValue, Establishment
    from maillage.modules.inquiries.models import Inquiry, InquiryEvent, LeadChange, Message, Step
    from maillage.shared.access.models import RoleAssignment
    from maillage.shared.accounts.models import User
    from maillage.shared.directory.models import Person, Post, Tenure, Unit

    agents = (User, Person, Unit, Post, Tenure, RoleAssignment)
    return (*agents, Company, Establishment, CompanyValue, Inquiry, LeadChange, InquiryEvent, Message, Step)


def by_unit() -> tuple[type[models.Model], ...]:
    """The tables that grow ten times only."""
    from maillage.shared.directory.models import Post, Unit

    return (Unit, Post)


def grow() -> None:
    """Copy each table; the sequences of keys follow."""
    from django.core.management.color import no_style

    tables, shared = copied(), by_unit()
    with connection.cursor() as cursor:
        for model in tables:
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            for copy in range(1, COPIES + 1):
                if model in shared and copy % UNITS_EVERY:
                    continue
                values = ", ".join(_value(field, copy, tables) for field in model._meta.concrete_fields)
                cursor.execute(
                    f'INSERT INTO "{model._meta.db_table}" ({names}) '
                    f'SELECT {values} FROM "{model._meta.db_table}" WHERE "id" < {STEP}'
                )
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _value(field: "models.Field[object, object]", copy: int, tables: tuple[type[models.Model], ...]) -> str:
    """What a column of the copy holds, in SQL."""
    column = f'"{field.column}"'
    if field.column == "is_entry_door":
        return "false"
    if field.primary_key or (field.is_relation and field.related_model in tables):
        near = copy // UNITS_EVERY * UNITS_EVERY if field.related_model in by_unit() else copy
        return f"{column} + {near * STEP}"
    if field.column in {"siren", "siret"}:
        zeros = "" if field.column == "siren" else "00000"
        number = f"CAST({FIRST_SIREN + copy * SIREN_STEP} + \"id\" AS VARCHAR(9)) || '{zeros}'"
        return f"CASE WHEN {column} = '' THEN '' ELSE {number} END"
    if isinstance(field, models.EmailField) and field.unique:
        return f"'{copy}.' || {column}"
    if field.unique and field.max_length:
        return f"CASE WHEN {column} = '' THEN '' ELSE substr('{copy:02d}' || {column}, 1, {field.max_length}) END"
    return column


def main() -> None:
    """Grow the database of the installation."""
    from maillage.cli import setup

    setup()
    grow()
    for model in copied():
        print(f"{model._meta.db_table}: {model._default_manager.count()}")


if __name__ == "__main__":
    main()
