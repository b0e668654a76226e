"""What the missions declare to other services."""
