"""What would a browser send? The form of a page, read as a person without JavaScript fills it in."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

_ERROR = re.compile(r'<p class="error"[^>]*>.*?<span>(.*?)</span>', re.DOTALL)
NOT_SENT = {"file", "button", "submit"}


class _Reader(HTMLParser):
    """Gathers the fields of the form with this id, as they would be sent."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.data: dict[str, list[str]] = {}
        self.select, self.options, self.area = "", list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form
        name = given.get("name") or ""
        if not self.inside or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in NOT_SENT:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.add(name, given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            if not self.options or "selected" in given:
                self.options = [given.get("value") or ""]
        elif tag == "textarea":
            self.area = name
            self.add(name, "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.data.get(self.area, [""])[-1:] = [self.data.get(self.area, [""])[-1].removeprefix("\n")]
            self.area = ""
        if tag == "select" and self.select:
            for value in self.options:
                self.add(self.select, value)
            self.select = ""

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def typed(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """Return what the form of a page sends, with these changes; None leaves a field out."""
    reader = _Reader("item-form")
    reader.feed(response.content.decode())
    data: dict[str, Any] = reader.data | changes
    return {name: value for name, value in data.items() if value is not None}


def errors(response: HttpResponse) -> list[str]:
    """Return the messages that stand beside fields."""
    return [unescape(found) for found in _ERROR.findall(response.content.decode())]
