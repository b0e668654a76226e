"""The official layout of the stock files of SIRENE: StockUniteLegale (35 columns) and StockEtablissement (54), in their order.

Source: INSEE, « dessin de fichier » of the register of companies and their establishments (2026).
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a column holds. Codes are texts: « 01 » is not 1."""

    TEXT = "VARCHAR"
    DATE = "DATE"
    MOMENT = "TIMESTAMP"
    NUMBER = "INTEGER"
    YES_NO = "BOOLEAN"


def _columns(names: str, special: dict[Kind, str]) -> dict[str, Kind]:
    kinds = {name: kind for kind, listed in special.items() for name in listed.split()}
    return {name: kinds.get(name, Kind.TEXT) for name in names.split()}


UNIT_COLUMNS = _columns(
    """
    siren statutDiffusionUniteLegale unitePurgeeUniteLegale dateCreationUniteLegale sigleUniteLegale
    sexeUniteLegale prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale
    prenomUsuelUniteLegale pseudonymeUniteLegale identifiantAssociationUniteLegale
    trancheEffectifsUniteLegale anneeEffectifsUniteLegale dateDernierTraitementUniteLegale
    nombrePeriodesUniteLegale categorieEntreprise anneeCategorieEntreprise dateDebut
    etatAdministratifUniteLegale nomUniteLegale nomUsageUniteLegale denominationUniteLegale
    denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale
    categorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale
    activitePrincipaleNAF25UniteLegale nicSiegeUniteLegale economieSocialeSolidaireUniteLegale
    societeMissionUniteLegale caractereEmployeurUniteLegale
    """,
    {
        Kind.YES_NO: "unitePurgeeUniteLegale",
        Kind.DATE: "dateCreationUniteLegale dateDebut",
        Kind.NUMBER: "anneeEffectifsUniteLegale nombrePeriodesUniteLegale anneeCategorieEntreprise",
        Kind.MOMENT: "dateDernierTraitementUniteLegale",
    },
)
ESTABLISHMENT_COLUMNS = _columns(
    """
    siren nic siret statutDiffusionEtablissement dateCreationEtablissement trancheEffectifsEtablissement
    anneeEffectifsEtablissement activitePrincipaleRegistreMetiersEtablissement
    dateDernierTraitementEtablissement etablissementSiege nombrePeriodesEtablissement
    complementAdresseEtablissement numeroVoieEtablissement indiceRepetitionEtablissement
    dernierNumeroVoieEtablissement indiceRepetitionDernierNumeroVoieEtablissement typeVoieEtablissement
    libelleVoieEtablissement codePostalEtablissement libelleCommuneEtablissement
    libelleCommuneEtrangerEtablissement distributionSpecialeEtablissement codeCommuneEtablissement
    codeCedexEtablissement libelleCedexEtablissement codePaysEtrangerEtablissement
    libellePaysEtrangerEtablissement identifiantAdresseEtablissement coordonneeLambertAbscisseEtablissement
    coordonneeLambertOrdonneeEtablissement complementAdresse2Etablissement numeroVoie2Etablissement
    indiceRepetition2Etablissement typeVoie2Etablissement libelleVoie2Etablissement codePostal2Etablissement
    libelleCommune2Etablissement libelleCommuneEtranger2Etablissement distributionSpeciale2Etablissement
    codeCommune2Etablissement codeCedex2Etablissement libelleCedex2Etablissement
    codePaysEtranger2Etablissement libellePaysEtranger2Etablissement dateDebut
    etatAdministratifEtablissement enseigne1Etablissement enseigne2Etablissement enseigne3Etablissement
    denominationUsuelleEtablissement activitePrincipaleEtablissement
    nomenclatureActivitePrincipaleEtablissement activitePrincipaleNAF25Etablissement
    caractereEmployeurEtablissement
    """,
    {
        Kind.DATE: "dateCreationEtablissement dateDebut",
        Kind.NUMBER: "anneeEffectifsEtablissement nombrePeriodesEtablissement",
        Kind.MOMENT: "dateDernierTraitementEtablissement",
        Kind.YES_NO: "etablissementSiege",
    },
)
MASKED = "[ND]"
"""What the register writes instead of what a company asked it not to publish."""
SOLE_TRADER = "1000"
"""The legal category of a sole trader: its name is a person's."""
