"""What holds at every address: no form without its token, no page that lets strange scripts run, nothing reflected?"""

import pytest
from django.test import Client
from django.urls import reverse

from segue.core.models import User
from tests.rights import places
from tests.rights.doors import DOORS
from tests.rights.test_markup import PAYLOADS, faults

HTMX = {"HX-Request": "true"}

TAKING = [name for name, door in DOORS.items() if door.takes]


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize("more", [{}, {"Origin": "https://evil.example"}, HTMX])
def test_no_form_is_taken_without_its_token(
    name: str,
    more: dict[str, str],
    settled: places.Places,
    untouched: None,
) -> None:
    web, door = Client(enforce_csrf_checks=True), DOORS[name]
    web.force_login(User.objects.get(name="Dana"))
    of = settled.mine[door.types[0]]
    for forged in ({}, {"csrfmiddlewaretoken": "x" * 64}):
        where = places.address(name, door, of, settled.keys)
        answer = web.post(where, places.form(door, of) | forged, headers=more)
        assert answer.status_code == 403


def test_every_page_says_what_may_run_on_it(settled: places.Places, untouched: None) -> None:
    web, wrong = Client(), []
    web.force_login(User.objects.get(name="Dana"))
    for name, door in DOORS.items():
        of = settled.mine[door.types[0]]
        answer = web.get(places.address(name, door, of, settled.keys), {} if door.takes else places.form(door, of))
        if answer.streaming:
            answer.getvalue()
        policy = answer.headers.get("Content-Security-Policy", "")
        strict = "default-src 'self'" in policy or "default-src 'none'" in policy
        if not strict or "unsafe" in policy or "*" in policy or "http" in policy:
            wrong.append((name, policy))
        if answer.headers.get("X-Frame-Options") != "DENY" or answer.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append((name, str(answer.headers)))
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["q", "sort", "stage", "owner", "f", "o", "v", "after", "before", "how", "type", "kind"]
)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_an_address_says_is_never_run(settled: places.Places, untouched: None, name: str, payload: str) -> None:
    web = Client()
    web.force_login(User.objects.get(name="Dana"))
    for address in (
        "/deals/",
        "/bin/",
        "/products/",
        "/sign-in/",
        reverse("client-search"),
        "/settings/custom-fields/new/",
    ):
        answer = web.get(address, {"kind": "contact", name: payload})
        assert faults(answer) == [], address
