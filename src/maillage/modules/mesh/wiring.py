"""What the mesh adds to the others."""
