"""The door for web servers."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.dev")
application = get_wsgi_application()

from maillage.kit import clock  # noqa: E402
from maillage.shared.territories.atlas import atlas  # noqa: E402

# The addresses and the map of communes take seconds to read: the first visitor need not wait for them.
if "MAILLAGE_SERVED" in os.environ:
    get_resolver().url_patterns  # noqa: B018
    with suppress(DatabaseError):
        atlas(clock.today())
        connection.close()

# What the program is made of stays until it stops: the collector need not walk through it again, and a page makes
# thousands of small values that die with it, so it looks for cycles less often (docs/performance.md).
gc.freeze()
gc.set_threshold(20_000, 20, 50)
