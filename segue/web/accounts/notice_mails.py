"""How does a notice reach somebody by mail? The outbox calls it, once, after what it tells of has happened."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from segue.core.models import Notice
from segue.web.accounts import mails
from segue.web.components import notices as words


def deliver(payload: dict[str, Any]) -> None:
    """Send the mail; nothing where the notice is gone, or its person, or their right to read what it is about.

    Where nobody knows by which address Segue is called, the mail has no link.
    """
    notice = Notice.objects.select_related("person", "actor").filter(pk=payload["notice"]).first()
    if notice is None or not notice.person.is_active or notice.person.is_invited:
        return
    with mails.speaking_to(notice.person):
        [said] = words.told([notice], notice.person)
        if not said["is_hidden"]:
            links = {"link": _link(said["href"]), "choices": _link(reverse("notice-choices"))}
            mails.send(notice.person, "notice", {"notice": said, **links}, with_html=True)


def _link(place: str) -> str:
    return urljoin(settings.PUBLIC_URL, place) if place and settings.PUBLIC_URL else ""
