"""How do people of tests sign in, set up an authenticator app, and read its codes?"""

import base64
import hmac
import re
import struct
import time
from typing import Any

from django.test import Client

from segue.core.models import AuditEntry, User
from tests import builders


def sign_in(client: Client, user: User, password: str = builders.PASSWORD, **more: str) -> Any:
    """What a person types on the sign-in page."""
    return client.post("/sign-in/", {"email": user.email, "password": password} | more)


def code(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows, now or some half minutes later (RFC 6238, written down anew)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.digest(base64.b32decode(secret.replace(" ", "")), counter, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def wrong(secret: str) -> str:
    """A code that no app with this secret shows about now."""
    right = {code(secret, later=step) for step in range(-3, 4)}
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in right)


def secret_on(page: Any) -> str:
    """The key on the page where an app is set up."""
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page.content.decode())
    assert found
    return found[1]


def set_up_app(client: Client) -> str:
    """Set up an authenticator app for whoever has just signed in, and return its secret."""
    secret = secret_on(client.get("/me/security/app/"))
    answer = client.post("/me/security/app/", {"code": code(secret)})
    assert answer["Location"] == "/me/security/codes/", answer.content.decode()
    return secret


def codes_on(page: Any) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>(\d{4} \d{4})</code>", page.content.decode())


def with_app(user: User) -> tuple[str, list[str]]:
    """Give somebody an authenticator app in a browser of their own; the secret and the recovery codes."""
    client = Client()
    sign_in(client, user)
    secret = set_up_app(client)
    return secret, codes_on(client.get("/me/security/codes/"))


def events() -> list[str]:
    """What the audit log says, in order."""
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def is_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return client.head("/me/").status_code == 204
