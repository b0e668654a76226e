"""What a company agrees to, for agents: asked, written down with what shows it, taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, reads
from maillage.modules.crm import consenting, memory_forms, operations, policies
from maillage.modules.crm.queries import card, consents, opened, reading
from maillage.shared.directory.views import acting


@member_form(ability=policies.reads_companies)
def of_company(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every agreement of a company, past ones too; who read its file; and asking."""
    who, on = actor(request), clock.today()
    lines = consents.of_company(public_id, actor=who, on=on)
    company = opened.company_row(public_id, actor=who, on=on)
    reads(request, "crm.company", public_id)

    def ask(typed: dict[str, Any]) -> tuple[str, str]:
        operations.ask_consent(
            company, typed["organization"], typed["purpose"], why=typed["why"], at=clock.now(), actor=who
        )
        return _("La question est posée : l'entreprise la lira sur la page de sa demande."), ""

    def note(typed: dict[str, Any]) -> tuple[str, str]:
        operations.give_consent(
            company,
            typed["organization"],
            typed["purpose"],
            evidence=typed["evidence"],
            at=clock.now(),
            actor=who,
        )
        return _("L'accord est noté ; l'entreprise le voit et peut le retirer."), ""

    def revoke(typed: dict[str, Any]) -> tuple[str, str]:
        row = consents.row_of(typed["consent"], actor=who, on=on)
        operations.revoke_consent(row, evidence=typed["evidence"], at=clock.now(), actor=who)
        return _("Le retrait est noté : rien n'est plus partagé à ce titre."), ""

    runs: dict[str, tuple[memory_forms.Typed, acting.Run]] = {}
    if not consenting.why_not(who, company.pk, on) and not who.reads_only:
        live = [
            (one.public_id, f"{one.organization} : {one.purpose_label}")
            for one in lines
            if one.ended_at is None and one.given_at is not None
        ]
        runs = {
            "ask_consent": (memory_forms.AskConsent(acting.sent(request, "ask_consent"), on=on), ask),
            "note_consent": (memory_forms.NoteConsent(acting.sent(request, "note_consent"), on=on), note),
        }
        if live:
            form = memory_forms.NoteRevocation(acting.sent(request, "note_revocation"), on=on, choices=live)
            runs["note_revocation"] = (form, revoke)
    context = {
        "company": card.get(public_id, on, actor=who),
        "consents": lines,
        "readers": reading.readers_of(company.public_id),
    }
    return acting.answer(request, "crm/consents.html", runs, context)
