"""What a savepoint rolled back takes with it, beside the rows: what an operation kept in memory while it was open.

Django says which savepoints end, not which are undone; what it keeps for the end of the transaction (``on_commit``) it drops
with the savepoint in which that was asked. A mark asked there does nothing more than stand, or not.
"""

from collections.abc import Iterable

from django.db import transaction


class Mark:
    """Laid where the transaction is: it stands as long as no savepoint open at that moment is rolled back."""

    __slots__ = ("_connection", "_lasting", "_open")

    def __init__(self) -> None:
        self._connection = transaction.get_connection()
        self._open = tuple(self._connection.savepoint_ids)
        self._lasting = not self._connection.in_atomic_block
        if not self._lasting:
            self._connection.on_commit(self)

    def __call__(self) -> None:
        """Called once the transaction is kept: nothing is left to do."""

    def is_here(self) -> bool:
        """Whether what happens now would stand or fall with this mark."""
        connection = transaction.get_connection()
        return connection is self._connection and tuple(connection.savepoint_ids) == self._open


def standing(marks: Iterable[Mark]) -> frozenset[Mark]:
    """Those of the marks of this transaction whose savepoints were all kept."""
    asked = frozenset(marks)
    waiting = {
        id(called)
        for connection in {mark._connection for mark in asked}
        for _savepoints, called, _robust in connection.run_on_commit
    }
    return frozenset(mark for mark in asked if mark._lasting or id(mark) in waiting)
