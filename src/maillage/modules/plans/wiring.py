"""What commitments declare to other services."""
