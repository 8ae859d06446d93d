"""Does text stay text: whatever is typed, wherever it is shown?"""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from segue.core import item_types
from segue.core.custom_fields import kinds
from segue.core.models import Item, User
from segue.crm import conversion, related
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.rights import places
from tests.scenarios.desk import Sheet
from tests.web.form_data import errors, typed

PAYLOADS = {
    "element": '"><zqx onclick=alert(1)>',
    "script": "</textarea></title></script><script>zqx()</script>",
    "attribute": "' onmouseover='zqx()' x='\" onfocus=\"zqx()\" autofocus=\"",
    "template": "{{ zqx }}{% zqx %}<zqx-{{7*7}}>",
    "comment": "--><zqx><!--",
    "address": "javascript:zqx()",
    "link": "[zqx](javascript:zqx()) ![zqx](x onerror=zqx()) <zqx> [a](data:text/html,zqx)",
}
SLUGS = {each.slug: each.code for each in item_types.all_types()}
# What is chosen, computed or counted, and no text.
NO_TEXT = {"version", "item", "item_type", "csrfmiddlewaretoken", "custom_shown", "amount", "currency", "rows_currency"}
TEXT_OF_ROWS = {"rows-0-name"}


class Page(HTMLParser):
    """What a browser would make of a page: what runs by itself, and what is no element of ours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        if tag.startswith("zqx"):
            self.faults.append(tag)
        for name, value in attrs:
            runs = name.startswith("on") and "zqx" in (value or "")
            leads = name in {"href", "src", "action", "formaction"} and runs_as_address(value or "")
            if runs or leads:
                self.faults.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.in_script and "zqx" in data:
            self.faults.append(f"script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False


def runs_as_address(value: str) -> bool:
    bare = "".join(value.split()).lower()
    return bare.startswith(("javascript:", "data:text", "vbscript:"))


def faults(answer: Any) -> list[str]:
    """What is wrong with a page."""
    return Page(answer.content.decode()).faults


@pytest.fixture
def web(client: Client, dana: User) -> Client:
    client.force_login(dana)
    return client


@pytest.fixture(params=PAYLOADS)
def payload(request: pytest.FixtureRequest) -> str:
    return PAYLOADS[request.param]


def filled(form: dict[str, Any], payload: str) -> dict[str, Any]:
    """A form with the payload in every field of text."""
    texts = {
        name for name, values in form.items() if values in ([""], "") and not name.endswith(("_shown", "_q", "_add"))
    }
    texts |= {name for name in form if name in {"title", "first_name", "last_name", "comment"} | TEXT_OF_ROWS}
    return form | dict.fromkeys(texts - NO_TEXT, payload)


def texts(code: str, payload: str) -> dict[str, str]:
    """The payload in every column of text of a type, as long as it may be; and in a row, a phone, and the own field."""
    item_type = item_types.get(code)
    columns = [item_type.model._meta.get_field(name) for name in item_type.fields if not item_type.has(name)]
    plain = [each for each in columns if isinstance(each, CharField | TextField) and each.name != "number"]
    found = {each.name: payload[: each.max_length] for each in plain}
    more = {"rows-0-name": payload} if item_type.has("rows") else {}
    reach = {"phone-0-value": payload[:50]} if item_type.has("communications") else {}
    return found | more | reach | {"A": payload, "custom_shown": "A"}


def save(web: Client, where: str, code: str, payload: str) -> Any:
    """Send it in everything there is, and look at what is refused; then in all fields of text."""
    plain = typed(web.get(where))
    assert faults(web.post(where, filled(plain, payload))) == []
    answer = web.post(where, plain | texts(code, payload))
    assert answer.status_code == 303, errors(answer)
    return answer


def pages(item: Item) -> list[str]:
    """Every page that shows an item."""
    item_type = item_types.of(item)
    home = f"/{item_type.slug}/{item.pk}/"
    tabs = [
        "timeline",
        "dependencies",
        "history",
        *(item_types.get(code).slug for code in related.TABS.get(item.type, ())),
    ]
    more = [f"{home}products/"] if item_type.has("rows") else []
    more += [f"{home}print/"] if item.type in {"estimate", "invoice"} else []
    more += [f"{home}create/{each.code}/" for each in conversion.variants_of(item.type)]
    return [home, f"/{item_type.slug}/", f"{home}edit/", f"{home}delete/", *(f"{home}{tab}/" for tab in tabs), *more]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_typed_into_an_item_is_shown_and_never_run(web: Client, dana: User, slug: str, payload: str) -> None:
    stored(dana, "string", "A", item_type=SLUGS[slug], in_list=True)
    answer = save(web, f"/{slug}/new/", SLUGS[slug], payload)
    item = Item.objects.get()
    assert payload in {item.comment, item.custom.get("A")}
    for address in [answer["Location"], *pages(item)]:
        found = web.get(address)
        assert (found.status_code, faults(found)) == (200, []), address


@pytest.mark.parametrize("source", ["lead", "deal", "estimate"])
def test_what_is_carried_on_is_shown_and_never_run(web: Client, dana: User, source: str, payload: str) -> None:
    stored(dana, "string", "ONLY_HERE", item_type=source, labels={"en": payload[:80], "de": payload[:80]})
    item = places.MAKE[source](dana, title=payload[:255], comment=payload, ONLY_HERE=payload)
    for variant in conversion.variants_of(source):
        where = f"/{item_types.of(item).slug}/{item.pk}/create/{variant.code}/"
        for more in ({"review": "1"}, {}, {"key": "k", "fingerprint": payload, "repeat": payload, "pipeline": payload}):
            for headers in ({}, {"HX-Request": "true"}):
                answer = web.post(where, {"version": item.version, "search-contact": payload} | more, headers=headers)
                assert faults(answer) == []


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_custom_field_of_any_kind_shows_what_it_refuses(web: Client, dana: User, kind: str, payload: str) -> None:
    options = (payload[:100],) if kind == "list" else ()
    labels = {"en": payload[:80], "de": payload[:80]}
    stored(dana, kind, "A", labels=labels, help_texts={"en": payload}, options=options, in_list=True)
    deal = builders.deal(dana)
    for address in ("/deals/", "/deals/new/", f"/deals/{deal.pk}/edit/", "/settings/custom-fields/deals/"):
        assert faults(web.get(address)) == []
    where = f"/deals/{deal.pk}/edit/"
    names = dict.fromkeys(("A", "A-q", "A-currency", "A-city", "A-text", "A-address"), payload)
    assert faults(web.post(where, typed(web.get(where)) | names, follow=True)) == []
    assert faults(web.get("/deals/", {"f": "A", "o": "is", "v": payload})) == []


def test_a_comment_is_shown_and_never_run(web: Client, dana: User, payload: str) -> None:
    deal = builders.deal(dana)
    assert web.post(f"/deals/{deal.pk}/comments/", {"text": payload}).status_code == 303
    for address in pages(deal):
        assert faults(web.get(address)) == []


def test_the_name_of_a_file_is_shown_and_never_run(
    web: Client, dana: User, payload: str, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_DIR = tmp_path
    deal = builders.deal(dana)
    where = f"/deals/{deal.pk}/edit/"
    file = SimpleUploadedFile(payload.replace("/", "") + ".html", b"<script>zqx()</script>", "text/html")
    web.post(where, typed(web.get(where)) | {"files": file})
    for address in pages(deal):
        assert faults(web.get(address)) == []


def test_a_file_never_opens_as_a_page_of_ours(web: Client, dana: User, settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path
    deal = builders.deal(dana)
    for name in ("x.html", "x.svg", "x.xml", "x.pdf", "x.png", "x.js"):
        answer = web.get(f"/files/{places.attach(deal, dana, name)}/{name}")
        answer.getvalue()
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]


PLACES = ["vat-rates", "measures", "pipelines", "directories/source", "stages/1", "currencies"]


@pytest.mark.parametrize("place", PLACES)
def test_a_label_of_the_settings_is_shown_and_never_run(web: Client, dana: User, place: str, payload: str) -> None:
    where = f"/settings/{place}/new/"
    answer = web.post(where, filled(typed_any(web.get(where)), payload[:60]))
    assert answer.status_code in {303, 422}
    assert faults(answer) == []
    deal = builders.deal(dana)
    for address in (f"/settings/{place}/", *pages(deal), "/deals/new/"):
        assert faults(web.get(address)) == []


@pytest.mark.parametrize("where", ["/settings/general/", "/settings/my-companies/new/", "/products/new/",
                                   "/settings/custom-fields/new/?type=deal&kind=string"])  # fmt: skip
def test_a_form_of_the_settings_shows_what_it_refuses(web: Client, where: str, payload: str) -> None:
    form = typed_any(web.get(where))
    answer = web.post(where, {name: payload for name in form if name not in NO_TEXT})
    assert (answer.status_code in {303, 422}, faults(answer)) == (True, [])


def typed_any(response: Any) -> dict[str, Any]:
    """What the forms of a page send, all together."""
    form: dict[str, Any] = {}
    for button in Sheet(response.content.decode()).buttons:
        form |= button.form
    return form


@pytest.mark.parametrize(
    "name", ["q", "sort", "stage", "owner", "f", "o", "v", "after", "before", "how", "type", "kind"]
)
def test_what_an_address_says_is_never_run(
    settled: places.Places,
    untouched: None,
    name: str,
    payload: str,
) -> None:
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


def test_the_reader_of_pages_notices_what_runs() -> None:
    bad = ("<zqx>", '<a href=" java\nscript:zqx()">', '<p onclick="zqx()">', "<script>zqx()</script>")
    assert [bool(Page(each).faults) for each in bad] == [True] * len(bad)
    assert Page("<p title='&quot;&gt;&lt;zqx&gt;'>&lt;script&gt;zqx&lt;/script&gt;</p>").faults == []
