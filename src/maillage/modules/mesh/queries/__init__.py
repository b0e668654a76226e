"""Reads of the mesh."""
