"""What does the web server call?"""

import gc
import os
from contextlib import suppress
from typing import Any

import django
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from segue.lib.warm import Warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")


class Request(WSGIRequest):
    """A request that can always be made, so that a page answers what is wrong with it.

    Django's own reads the address in the alphabet of the content type as soon as it is made, and fails over some.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        with suppress(LookupError, UnicodeError, SuspiciousOperation):  # said again once the address is asked for
            super()._set_content_type_params(meta)  # type: ignore[misc]  # Django's stubs do not know it


class Handler(WSGIHandler):
    """Django, with requests of ours."""

    request_class = Request


django.setup(set_prefix=False)
application = Warm(Handler())
# What was made so far stays as long as the process: looking through it held one page in seventy up for 50 ms.
gc.collect()
gc.freeze()
# Nearly all that a page makes goes with it. Looked for lost circles after every seven hundred objects, as Python does,
# it takes a thirtieth longer.
gc.set_threshold(5_000, 10, 10)
