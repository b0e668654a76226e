"""What this app adds to the others."""
