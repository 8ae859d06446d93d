"""What does a person at a desk do? Opens pages, presses what stands on them and reads them; without JavaScript."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from segue.core.models import Item, User
from tests.web.form_data import Reader

PRESSED = {"a", "button"}
UNSEEN = {"script", "style", "svg", "head", "kbd"}  # the sign of a key is no part of a name
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Control:
    """A link or button by its accessible name: where it leads, and of a button its own value and its form's."""

    name: str
    address: str
    own: Fields = field(default_factory=dict)
    form: Fields = field(default_factory=dict)  # filled while the rest of the form is read


class Sheet(Reader):
    """The words, links and buttons of a page; of a button the fields of its form, whichever form that is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[Control] = []
        self.buttons: list[Control] = []
        self.action, self.unseen, self.pressed = "", 0, None
        self.feed(html)

    pressed: tuple[dict[str, str], int] | None

    def opens(self, given: dict[str, str]) -> bool:
        """Every form is read, one after the other."""
        self.data, self.action = {}, given.get("action", "")
        return True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.unseen += tag in UNSEEN
        if tag in PRESSED:
            self.pressed = ({name: value or "" for name, value in attrs}, len(self.words))

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if not self.unseen and data.strip():
            self.words += data.split()

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self.unseen -= tag in UNSEEN
        if tag in PRESSED and self.pressed:
            self._keep(tag, *self.pressed)
            self.pressed = None

    def _keep(self, tag: str, given: dict[str, str], start: int) -> None:
        name = given.get("aria-label") or " ".join(self.words[start:])
        if tag == "a":
            self.links.append(Control(name, given.get("href", "")))
        elif given.get("type") != "button" and "disabled" not in given:
            own = {given["name"]: [given.get("value", "")]} if "name" in given else {}
            self.buttons.append(Control(name, given.get("formaction", self.action), own, self.data))


class Desk:
    """A browser in which somebody has signed in; `page` is the answer it shows, `text` what can be read on it."""

    page: Any
    sheet: Sheet

    def __init__(self, client: Client, person: User) -> None:
        self.client = client
        client.force_login(person)

    @property
    def address(self) -> str:
        """Where the browser is."""
        return str(self.page.request["PATH_INFO"])

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return " ".join(self.sheet.words)

    @property
    def item(self) -> Any:
        """The item whose page this is; a dialog or a form is none."""
        _slug, pk = self.address.strip("/").split("/")
        return Item.objects.get(pk=int(pk))

    def open(self, address: str) -> "Desk":
        """Go to an address."""
        return self._show(self.client.get(address))

    def follow(self, link: str) -> "Desk":
        """Follow the first link of this name."""
        return self.open(named(self.sheet.links, link).address)

    def press(self, button: str, **typed: Any) -> "Desk":
        """Fill in the form of the first button of this name, press it, and go where the answer leads."""
        control = named(self.sheet.buttons, button)
        sent = {name: value for name, value in (control.form | control.own | typed).items() if value is not None}
        return self._show(self.client.post(control.address or self.address, sent, follow=True))

    def edit(self, **typed: Any) -> "Desk":
        """Edit the item of this page and save it."""
        return self.open(f"{self.address}edit/").press("Save", **typed)

    def tab(self, name: str) -> Any:
        """What a tab of the item shows."""
        assert self.item
        return self.client.get(f"{self.address}{name}/").context

    def _show(self, response: Any) -> "Desk":
        assert response.status_code in {200, 409, 422}, response.status_code
        self.page, self.sheet = response, Sheet(response.content.decode())
        return self


def named(controls: list[Control], name: str) -> Control:
    """The first of this name; the names there are, if there is none."""
    found = next((control for control in controls if control.name == name), None)
    assert found, f"no {name!r} among {[control.name for control in controls]}"
    return found


def product(place: int, name: str, price: str, **more: str) -> dict[str, str]:
    """What one types into a product row of a form."""
    values = {"name": name, "quantity": "1", "price": price, "measure": "796"} | more
    return {f"rows-{place}-{field}": value for field, value in values.items()}
