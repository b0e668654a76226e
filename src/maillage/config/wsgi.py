"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.dev")
application = get_wsgi_application()

# What the program is made of stays until it stops: the collector need not walk through it again, and a page makes
# thousands of small values that die with it, so it looks for cycles less often (docs/performance.md).
gc.freeze()
gc.set_threshold(20_000, 20, 50)
