"""What each mode demands of whoever records it (S-009 to S-013): checked in words before the constraints of the tables.

Each function answers the columns of the mode and its parties. What was typed for another mode is not read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import long_date, typed
from maillage.modules.missions.enums import (
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Mode,
    PartyRole,
    Pooled,
    PoolingLogic,
)
from maillage.modules.missions.inputs import ModeInput
from maillage.modules.missions.models import Mission
from maillage.modules.missions.operations.keeping import organizations, parties
from maillage.shared.directory.models import Organization, OrganizationKind


@dataclass(slots=True, kw_only=True)
class Demanded:
    """What a mode says, once checked."""

    columns: dict[str, Any] = field(default_factory=dict)
    parties: list[tuple[Organization, str]] = field(default_factory=list)


def of(given: ModeInput, mission: Mission) -> Demanded:
    """What the mode demands. Raises Refused, with the field at fault."""
    if not given.mode:
        return _undecided(given)
    if given.mode not in Mode.values:
        raise Refused(
            "missions.mode",
            _("« %(letter)s » n'est pas un mode.") % {"letter": given.mode},
            way_out=_("Il y en a cinq : A, C, H, I et M."),
            field="mode",
        )
    demanded = DEMANDS[given.mode](given, mission)
    demanded.columns["mode"] = given.mode
    return demanded


def _undecided(given: ModeInput) -> Demanded:
    letters = sorted(set(given.possible) & set(Mode.values))
    if len(letters) < 2:
        raise Refused(
            "missions.no_mode",
            _("Aucun mode n'est dit."),
            way_out=_("Choisissez-en un ou, s'il reste à préciser, cochez au moins deux modes possibles."),
            field="mode",
        )
    return Demanded(columns={"mode": "", "possible": letters})


def _autonomy(given: ModeInput, mission: Mission) -> Demanded:
    found = parties(given.local_managers, on=given.since, field="local_managers", mission=mission)
    if not found and not given.incomplete:
        raise _missing(
            "local_managers",
            _("En autonomie, la mission est gérée localement : il manque par qui."),
            _("Cochez l'organisme ou les organismes qui la gèrent."),
        )
    return Demanded(parties=[(one, PartyRole.LOCAL_MANAGER.value) for one in found])


def _cooperation(given: ModeInput, mission: Mission) -> Demanded:
    purpose = typed(given.purpose)
    found = organizations(given.participants, on=given.since, field="participants", mission=mission)
    if not given.incomplete:
        _cooperation_says_all(given, purpose, found)
    if given.ends_on is not None and given.since is not None and given.ends_on <= given.since:
        raise Refused(
            "missions.ends_before_it_starts",
            _("La coopération finirait le %(end)s, avant de commencer le %(since)s.")
            % {"end": long_date(given.ends_on), "since": long_date(given.since)},
            way_out=_("Corrigez l'un des deux jours."),
            field="ends_on",
        )
    columns = {"purpose": purpose, "form": given.form, "ends_on": given.ends_on}
    return Demanded(columns=columns, parties=[(one, PartyRole.PARTICIPANT.value) for one in found])


def _cooperation_says_all(given: ModeInput, purpose: str, found: list[Organization]) -> None:
    if not purpose:
        raise _missing(
            "purpose", _("Il manque la finalité de la coopération."), _("Dites ce qu'elle doit produire.")
        )
    if given.form not in CooperationForm.values:
        raise _missing(
            "form",
            _("Il manque la forme de la coopération."),
            _("Choisissez le mode projet ou la communauté de centres d'intérêt partagés."),
        )
    if len(found) < 2:
        raise _missing(
            "participants",
            _("Une coopération réunit au moins deux organismes."),
            _("Cochez ceux qui y prennent part."),
        )
    if given.form == CooperationForm.PROJECT and given.ends_on is None:
        raise _missing(
            "ends_on",
            _("Une coopération en mode projet a une fin prévue."),
            _("Donnez le jour prévu de sa fin ; pour une coopération sans terme, choisissez la communauté."),
        )


def _harmonization(given: ModeInput, mission: Mission) -> Demanded:
    if not given.frames and given.new_frame is None and not given.incomplete:
        raise _missing(
            "frames",
            _("Une harmonisation repose sur un cadre commun : il manque lequel."),
            _("Choisissez la version d'un cadre enregistré, ou nommez-en un nouveau."),
        )
    return Demanded()


def _pooling(given: ModeInput, mission: Mission) -> Demanded:
    pooled = [one for one in Pooled.values if one in given.pooled]
    hosts = organizations(given.hosts, on=given.since, field="hosts", mission=mission)
    helped = organizations(given.beneficiaries, on=given.since, field="beneficiaries", mission=mission)
    if not given.incomplete:
        if not pooled:
            raise _missing(
                "pooled",
                _("Il manque ce qui est mis en commun."),
                _("Cochez des ressources, des outils, des personnes ou des expertises."),
            )
        if given.logic not in PoolingLogic.values:
            raise _missing(
                "logic",
                _("Il manque la logique de la mutualisation."),
                _("Choisissez le centre de services partagés ou le groupement de moyens."),
            )
        if not hosts:
            raise _missing(
                "hosts",
                _("Il manque le ou les sites qui accueillent ce qui est mis en commun."),
                _("Cochez les organismes qui l'accueillent."),
            )
        if not helped:
            raise _missing(
                "beneficiaries",
                _("Il manque les bénéficiaires de la mutualisation."),
                _("Cochez les organismes au bénéfice desquels elle se fait."),
            )
    parties = [(one, PartyRole.HOST.value) for one in hosts]
    parties += [(one, PartyRole.BENEFICIARY.value) for one in helped]
    return Demanded(columns={"pooled": pooled, "logic": given.logic}, parties=parties)


def _integration(given: ModeInput, mission: Mission) -> Demanded:
    variant = given.variant if given.option == IntegrationOption.DELEGATION else ""
    keys = () if given.holder is None else (given.holder,)
    found = organizations(keys, on=given.since, until=given.until, field="holder", mission=mission)
    holder = found[0] if found else None
    if not given.incomplete:
        if given.option not in IntegrationOption.values:
            raise _missing(
                "option",
                _("Il manque l'option de l'intégration."),
                _("Choisissez : au niveau de la CCI régionale, ou par délégation de gestion."),
            )
        if given.option == IntegrationOption.DELEGATION and variant not in DelegationVariant.values:
            raise _missing(
                "variant",
                _("Il manque la variante de la délégation de gestion."),
                _("Choisissez à qui elle est donnée : supra-régionale, infra-régionale, tiers ou nationale."),
            )
        if holder is None:
            raise _missing(
                "holder",
                _("Une intégration a un titulaire : il manque lequel."),
                _("Choisissez l'organisme qui tient la mission ; il peut être hors du réseau."),
            )
    if holder is not None:
        _fits(given.option, variant, holder)
    return Demanded(columns={"option": given.option, "variant": variant, "holder": holder})


def _fits(option: str, variant: str, holder: Organization) -> None:
    """« Integrated = regional » is false (S-013): but what one says of the holder must agree with what it is."""
    kind, unknown = holder.kind, OrganizationKind.UNKNOWN
    if option == IntegrationOption.CCIR and kind not in (OrganizationKind.CCIR, unknown):
        raise Refused(
            "missions.holder_kind",
            _("« %(name)s » n'est pas une CCI régionale.") % {"name": holder.name},
            way_out=_("Choisissez la délégation de gestion, ou une CCI régionale comme titulaire."),
            field="holder",
        )
    if variant == DelegationVariant.INFRA_REGIONAL and kind not in (OrganizationKind.CCIT, unknown):
        raise Refused(
            "missions.holder_kind",
            _("« %(name)s » n'est pas une CCI territoriale.") % {"name": holder.name},
            way_out=_("Choisissez une autre variante, ou une CCI territoriale comme titulaire."),
            field="holder",
        )


def _missing(name: str, sentence: str, way_out: str) -> Refused:
    return Refused(f"missions.no_{name}", sentence, way_out=way_out, field=name)


DEMANDS: dict[str, Callable[[ModeInput, Mission], Demanded]] = {
    Mode.AUTONOMY: _autonomy,
    Mode.COOPERATION: _cooperation,
    Mode.HARMONIZATION: _harmonization,
    Mode.POOLING: _pooling,
    Mode.INTEGRATION: _integration,
}
