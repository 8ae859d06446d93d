"""Which addresses does the site answer? All of them are the web's; see `web/urls.py`."""

from django.urls import include, path

urlpatterns = [path("", include("segue.web.urls"))]
handler400 = "segue.web.views.errors.bad_request"
handler403 = "segue.web.views.errors.denied"
handler404 = "segue.web.views.errors.gone"
