"""Reads of the mission map."""
