"""What exchanges add to the others."""
