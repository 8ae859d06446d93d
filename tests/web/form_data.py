"""What would a browser send? The form of a page, read as a person without JavaScript fills it in."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

_ERROR = re.compile(r'<p class="error"[^>]*>.*?<span>(.*?)</span>', re.DOTALL)
NOT_SENT = {"file", "button", "submit"}
TICKED = {"checkbox", "radio"}


class Reader(HTMLParser):
    """Gathers the fields of the form with this id, as they would be sent."""

    def __init__(self, form: str = "") -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.data: dict[str, list[str]] = {}
        self.select, self.options, self.area = "", list[str](), ""
        self.several = self.holds_none = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.opens(given)
        elif self.inside and (tag == "option" or "disabled" not in given) and hasattr(self, f"_{tag}"):
            getattr(self, f"_{tag}")(given)

    def opens(self, given: dict[str, str]) -> bool:
        """Whether this is the form to read."""
        return given.get("id") == self.form

    def _input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name")
        if not name or kind in NOT_SENT or (kind in TICKED and "checked" not in given):
            return
        self.add(name, given.get("value", "on" if kind in TICKED else ""))

    def _select(self, given: dict[str, str]) -> None:
        self.select, self.options, self.several = given.get("name", ""), [], "multiple" in given
        self.holds_none = False

    def _option(self, given: dict[str, str]) -> None:
        if "disabled" in given:
            self.holds_none = "selected" in given
        elif self.several:
            self.options += [given.get("value", "")] if "selected" in given else []
        elif (not self.options and not self.holds_none) or "selected" in given:
            self.options = [given.get("value", "")]

    def _textarea(self, given: dict[str, str]) -> None:
        self.area = given.get("name", "")
        self.add(self.area, "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.area:
            self.data[self.area][-1] = self.data[self.area][-1].removeprefix("\n")
            self.area = ""
        if tag == "select" and self.select:
            for value in self.options:
                self.add(self.select, value)
            self.select = ""

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def typed(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what the form of a page sends, with these changes; None leaves a field out."""
    reader = Reader("item-form")
    reader.feed(response.content.decode())
    data: dict[str, Any] = reader.data | changes
    return {name: value for name, value in data.items() if value is not None}


class InPlace(Reader):
    """Gathers the fields of the form that stands in the place of a value."""

    def opens(self, given: dict[str, str]) -> bool:
        """Whether this is the form to read."""
        return given.get("class") == "in-place"


def typed_in_place(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what the inputs in the place of a value send, with these changes; None leaves a field out."""
    reader = InPlace()
    reader.feed(response.content.decode())
    data: dict[str, Any] = reader.data | changes
    return {name: value for name, value in data.items() if value is not None}


def errors(response: Any) -> list[str]:
    """Return the messages that stand beside fields."""
    return [unescape(found) for found in _ERROR.findall(response.content.decode())]
