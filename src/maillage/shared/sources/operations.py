"""Citing: a source is written once, however many facts rest on it."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit import operation as operations
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Quote, Said, quote


@operation("sources.cite")
def cite(said: Said, *, dated_on: date | None = None, actor: Actor) -> Source | None:
    """The source that somebody names, known or new; None when nothing is said: the fact is then to be confirmed.

    ``dated_on``: its date, when it is given beside. Refused: a kind, a date or an address without a title; an address that is
    not one of the web.
    """
    told = quote(said, dated_on=dated_on)
    if not told.title:
        _says_nothing(told)
        return None
    if told.url and not told.url.startswith(("https://", "http://")):
        raise Refused(
            "sources.address",
            _("« %(url)s » n'est pas l'adresse d'une page.") % {"url": told.url},
            way_out=_("Écrivez-la entière, avec https://, ou laissez-la vide."),
            field="source",
        )
    running = operations.current()
    assert running is not None
    return Source.objects.get_or_create(
        kind=told.kind,
        title=told.title,
        reference=told.reference,
        url=told.url,
        dated_on=told.dated_on,
        defaults={"noted_on": day_of(running.at), "published_on": told.published_on},
    )[0]


def _says_nothing(told: Quote) -> None:
    if told.kind == SourceKind.UNKNOWN and not (told.dated_on or told.reference or told.url):
        return
    raise Refused(
        "sources.untitled",
        _("Cette source n'a pas d'intitulé."),
        way_out=_("Nommez le texte, le registre ou la personne, ou laissez tout vide : à confirmer."),
        field="source",
    )


class Citations:
    """Cites while a file is loaded: each source is asked of the database once."""

    def __init__(self, *, actor: Actor) -> None:
        self.actor = actor
        self._known: dict[tuple[Said, date | None], Source | None] = {}

    def cite(self, said: Said, *, dated_on: date | None = None) -> Source | None:
        """As :func:`cite`."""
        if (said, dated_on) not in self._known:
            self._known[said, dated_on] = cite(said, dated_on=dated_on, actor=self.actor)
        return self._known[said, dated_on]
