"""Where rows of the catalogue and of the reference data become what the engine reads."""
