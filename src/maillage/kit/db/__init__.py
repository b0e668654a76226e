"""The database, as everyone uses it: a read is a read."""
