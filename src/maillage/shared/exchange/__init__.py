"""Files that people send: read line by line, matched, settled, applied, and undone as a whole."""
