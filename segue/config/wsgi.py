"""How does a server reach Segue? Through this WSGI callable."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
application = get_wsgi_application()
