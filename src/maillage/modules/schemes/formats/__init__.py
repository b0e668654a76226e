"""The file formats of the catalogue: what each is called, and its columns."""

PROGRAMMES = "programmes"
AID = "dispositif-aide"
PROFESSIONAL_AID = "dispositif-aide-professionnels"

READABLE = (PROGRAMMES, AID, PROFESSIONAL_AID)
WRITABLE = (AID, PROFESSIONAL_AID)
