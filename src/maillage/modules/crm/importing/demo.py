"""The import and the doubtful pairs of the demonstration: invented companies only, the same each time."""

import datetime
import secrets
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from maillage.engines.linkage import Record, prepared, weigh
from maillage.kit import sheets
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.importing import reference
from maillage.modules.crm.importing.fields import KIND
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.operations import Loaded
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.exchange import running
from maillage.shared.exchange.enums import BatchState
from maillage.shared.exchange.models import Batch
from maillage.shared.files import operations as files
from maillage.shared.matching import operations as matching

PAIRS = "crm.company"
FILE = "entreprises-aidees-2019-2022-fictif.csv"
SOURCE = "Tableau fictif d'une direction"
HEADINGS = ("Nom", "SIRET", "Ville", "Commentaire")


@operation("exchange.load_demonstration")
def load_demonstration(*, actor: Actor, at: datetime.datetime) -> Loaded:
    """One file read and applied, with a line in error and one that a person must settle; three pairs that may be one."""
    if Batch.objects.filter(name=FILE).exists():
        return Loaded(created=0, changed=0, unchanged=1)
    companies = _companies()
    if len(companies) < 8:
        return Loaded(created=0, changed=0, unchanged=0)
    with translation.override("fr"):
        _pairs(companies[:3], at, actor)
        _file(companies[3:8], at, actor)
    return Loaded(created=4, changed=0, unchanged=0)


def _companies() -> list[Company]:
    """Invented companies that have a name, where Amina reads what companies declare: in the Nord."""
    rows = Company.objects.filter(
        is_fictional=True, sole_trader=False, is_published=True, origin=ValueOrigin.REGISTER
    )
    return list(rows.filter(establishments__commune__startswith="59").order_by("-siren").distinct()[:8])


def _pairs(companies: Sequence[Company], at: datetime.datetime, actor: Actor) -> None:
    """Somebody noted again, without its number, a company that the register knows."""
    for one in companies:
        place = Establishment.objects.filter(company=one).order_by("-is_head_office", "pk")[0]
        again = Company.objects.create(
            public_id=secrets.token_urlsafe(16),
            name=f"{one.name.upper()} (saisie fictive)",
            identity=Identity.NONE_YET,
            search_name=Company.searched(f"{one.name} saisie fictive", ""),
            is_fictional=True,
            created_at=at,
            origin=ValueOrigin.OFFICER,
        )
        Establishment.objects.create(
            company=again,
            is_head_office=True,
            commune=place.commune,
            origin=ValueOrigin.OFFICER,
            as_of=day_of(at),
        )
        left, right = (prepared(Record(ref="", name=row.name, commune=place.commune)) for row in (one, again))
        worth = weigh(left, right, reference.among())
        matching.propose(
            PAIRS,
            one.public_id,
            again.public_id,
            probability=worth.probability,
            reasons=[(reason.words, reason.side) for reason in worth.reasons],
            by="Démonstration",
            at=at,
            actor=actor,
        )


def _file(companies: Sequence[Company], at: datetime.datetime, actor: Actor) -> None:
    """Three lines that are known, one in error, one whose name is that of nobody."""
    lines = [
        (one.name.upper(), _siret(one) if rank < 2 else "", "", "fictif")
        for rank, one in enumerate(companies[:3])
    ]
    lines.append((companies[3].name, "1,23E+13", "", "numéro perdu par le tableur (fictif)"))
    text = sheets.line(*HEADINGS) + "".join(sheets.line(*cells) for cells in lines)
    upload = SimpleUploadedFile(FILE, ContentFile(text.encode()).read())
    author = User.objects.filter(email="amina@demo.invalid").first()
    batch = Batch.objects.create(
        public_id=secrets.token_urlsafe(12),
        kind=KIND,
        name=FILE,
        file=files.store(upload, at=at, actor=actor),
        headings=list(HEADINGS),
        mapping={"name": 0, "siret": 1, "town": 2},
        source=SOURCE,
        source_on=datetime.date(2022, 12, 31),
        state=BatchState.READING,
        organization=Organization.objects.order_by("pk").values_list("pk", flat=True).first(),
        is_fictional=True,
        sent_at=at,
        sent_by=author,
    )
    running.go_on(batch.pk, at=at)
    # The line that no number names is left to whoever opens the page.
    batch.rows.filter(line=4).update(state="doubtful", target="")
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING, applied_at=at)
    running.go_on(batch.pk, at=at)


def _siret(one: Company) -> str:
    return (
        Establishment.objects.filter(company=one).exclude(siret="").order_by("-is_head_office", "pk")[0].siret
    )
