"""Two records that may be one: doubtful pairs, what people said of them, and merges that can be undone."""
