"""Lines of a file that a spreadsheet opens: no cell is ever read as a formula."""

import csv
import io

BOM = "\ufeff"
"""What tells a spreadsheet that the file is in UTF-8; first in the file."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def line(*cells: str) -> str:
    """One line, cells parted by semicolons; what a spreadsheet would compute is kept as text by an apostrophe."""
    written = io.StringIO()
    safe = (f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(safe)
    return written.getvalue()
