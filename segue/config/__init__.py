"""The front door: settings, root urls and the WSGI application."""
