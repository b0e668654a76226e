"""What means declare to other services."""
