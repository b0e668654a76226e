"""Where rows, files' values and engine values shake hands."""
