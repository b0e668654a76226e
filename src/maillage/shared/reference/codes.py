"""What a code of each kind looks like: a code cut or shifted by a spreadsheet is refused on its line."""

import re

from maillage.shared.reference.snapshot import Table

COMMUNE = r"(\d\d|2[AB])\d{3}"
FORMS = {
    "com": (COMMUNE, "59350"),
    "arm": (COMMUNE, "75101"),
    "dep": (r"\d\d|2[AB]|9[78]\d", "59"),
    "reg": (r"\d\d", "32"),
    "ctom": (r"9\d\d", "975"),
    "arr": (r"(\d\d|2[AB])\d|9[78]\d\d", "595"),
    "epci": (r"\d{9}", "200093201"),
    "ept": (r"\d{9}", "200057867"),
    "ze": (r"\d{4}", "3216"),
    "bv": (COMMUNE, "59350"),
    "uu": (r"\d[\dA-Z]\d{3}", "59702"),
    "aav": (r"[\dA-Z]{3}", "004"),
    "qpv": (r"QN[\dAB]{5}[A-Z]", "QN05972M"),
    "postal": (r"\d{5}", "59000"),
    "naf_rev2": (r"[A-U]|\d\d(\.\d{1,2}|\.\d\d[A-Z])?", "62.01Z"),
    "naf_2025": (r"[A-V]|\d\d(\.\d{1,2}|\.\d\d[A-Z])?", "62.10Y"),
    "legal_category": (r"\d|\d\d|\d{4}", "5499"),
    "headcount_bracket": (r"\d\d|NN", "03"),
}


def check_code(table: Table, row: int, column: str, kind: str, code: str) -> None:
    """Raises the refusal of a cell whose code cannot be of this kind; kinds that are values are not checked."""
    form, example = FORMS.get(kind, ("", ""))
    if form and not re.fullmatch(form, code, re.ASCII):
        raise table.fault(row, column, f"«\u00a0{code}\u00a0» n'a pas la forme attendue, comme {example}.")
