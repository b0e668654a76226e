"""Pages of the directory: what everyone reads, and the settings of administrators."""
