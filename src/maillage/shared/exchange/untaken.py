"""Why a file is not taken, said to who has a spreadsheet open: what is kept of any attachment is not what an import reads."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook of before 2007 begins, and one that a password protects, whatever its name."""


def said(refused: Refused, file: BinaryIO) -> Refused:
    """The refusal of an attachment, with what to do of a spreadsheet."""
    if refused.code == "kind":
        file.seek(0)
        return _old() if file.read(len(OLD)) == OLD else of_another_kind()
    ways_out = {
        "bomb": _("Copiez les lignes utiles dans un nouveau classeur, enregistrez-le en XLSX ou en CSV, puis renvoyez-le."),
        "damaged": _("Ouvrez-le dans votre tableur, enregistrez-le en XLSX, sans mot de passe, puis renvoyez-le."),
        "macros": _("Dans votre tableur, enregistrez-le en XLSX, sans macros, ou en CSV, puis renvoyez-le."),
        "too_long": _("Envoyez-le en plusieurs fichiers."),
    }  # fmt: skip
    way_out = ways_out.get(refused.code, refused.way_out)
    return Refused(refused.code, refused.sentence, way_out=way_out, field=refused.field)


def of_another_kind() -> Refused:
    """It is no spreadsheet that an import reads."""
    return Refused(
        "exchange.kind",
        _("Ce fichier n'est ni un tableur XLSX, ni un fichier CSV."),
        way_out=_("Dans votre tableur, choisissez « Enregistrer sous », puis XLSX ou CSV."),
        field="file",
    )


def _old() -> Refused:
    return Refused(
        "exchange.old_workbook",
        _("Ce classeur est d'un ancien Excel (XLS), ou protégé par un mot de passe."),
        way_out=_("Dans votre tableur, enregistrez-le en XLSX, sans mot de passe, puis renvoyez-le."),
        field="file",
    )
