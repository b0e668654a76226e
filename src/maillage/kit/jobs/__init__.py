"""Background work: what a page asks for and does not wait for, and what is done at set hours.

- ``@job("notices.deliver")`` names a module-level function of ids; ``enqueue(function, *ids)`` writes the request in the
  caller's transaction: it exists if, and only if, the fact that asks for it does.
- ``@every("08:00", working_days=True)`` or ``@every(minutes=1)`` runs a function of ``at`` at set hours.
- `maillage work` runs both (kit.jobs.running). Functions live in ``jobs.py``, or in any file that it imports.

A job may run again after a breakdown: it protects itself what must not happen twice.
"""

from maillage.kit.jobs.beats import last_beat, silent_since
from maillage.kit.jobs.queue import enqueue, job
from maillage.kit.jobs.schedule import due, every

__all__ = ["due", "enqueue", "every", "job", "last_beat", "silent_since"]
