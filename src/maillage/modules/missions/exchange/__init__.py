"""A whole plan as a spreadsheet that people read and fill, and back."""
