"""Maillage: the shared information system of a regional economic-development network."""

__version__ = "0.1.0"
