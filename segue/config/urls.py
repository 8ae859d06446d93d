"""Which addresses does the site answer? All of them are the web's; see `web/urls.py`."""

from django.urls import include, path

urlpatterns = [path("", include("segue.web.urls"))]
