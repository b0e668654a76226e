"""Reads of who serves where: officers, operators, publics, situations, years, partners."""
