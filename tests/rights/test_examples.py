"""Do the worked examples come out so: who is offered what, on the page, in the plan, when applied and when forged?"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from segue.core import item_types
from segue.core.models import Grant, Item, User
from segue.core.permissions import Forbidden
from segue.crm import conversion
from segue.crm.conversion import UNDECIDED, Seen, Variant, variants_of
from tests import builders
from tests.rights import roles
from tests.web.test_http import everything

LEAD = [variant.code for variant in variants_of("lead")]
CLIENTS = ["contact-company", "contact", "company"]


@dataclass(frozen=True)
class Row:
    """One user of the table: what their role says, whose the source is, and which variants they get."""

    source: str
    cells: dict[tuple[str, str], str]
    variants: list[str] = field(default_factory=list)
    own: bool = True
    hidden: bool = False


def role(source: str, edit: str, *addable: str, read: str = "own") -> dict[tuple[str, str], str]:
    """Read and Edit on the source, Add on each target."""
    added: dict[tuple[str, str], str] = {(target, "add"): "all" for target in addable}
    return {(source, "read"): read, (source, "edit"): edit} | added


TABLE = {
    "U1": Row("lead", role("lead", "own", "deal", "contact", "company"), LEAD),
    "U2": Row("lead", role("lead", "own", "deal"), ["deal"]),
    "U3": Row("lead", role("lead", "own", "contact", "company"), CLIENTS),
    "U4": Row("lead", role("lead", "none", "deal", "contact", "company")),
    "U5": Row("lead", role("lead", "own", "deal", "contact", "company", read="all"), own=False),
    "V1": Row("deal", role("deal", "all", "estimate", read="all"), ["estimate"]),
    "V2": Row("deal", role("deal", "all", "invoice", read="all"), ["invoice"]),
    "V3": Row("deal", role("deal", "none", "estimate", "invoice", read="all")),
    # The same for estimates, and for whoever may not even see the source.
    "W1": Row("estimate", role("estimate", "all", "deal", read="all"), ["deal"]),
    "W2": Row("estimate", role("estimate", "all", "invoice", read="all"), ["invoice"]),
    "W3": Row("estimate", role("estimate", "none", "deal", "invoice", read="all")),
    "W4": Row("estimate", role("estimate", "all", "deal", "invoice", read="all"), ["deal", "invoice"]),
    "X1": Row("lead", role("lead", "all", "deal", "contact", "company"), own=False, hidden=True),
    "X2": Row("deal", role("deal", "all", "estimate", "invoice"), own=False, hidden=True),
    "X3": Row("estimate", role("estimate", "all", "deal", "invoice"), own=False, hidden=True),
}
EVERY = [(name, variant.code) for name, row in TABLE.items() for variant in variants_of(row.source)]
HEADERS: dict[str, dict[str, str]] = {"page": {}, "part": {"HX-Request": "true"}}
surface = pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)


@dataclass(frozen=True)
class Case:
    """A row, in the database, with a browser in which its user has signed in."""

    row: Row
    source: Item
    user: User
    web: Client

    @property
    def address(self) -> str:
        """The page of the source."""
        return f"/{item_types.get(self.row.source).slug}/{self.source.pk}/"

    def press(self, code: str, headers: dict[str, str]) -> Any:
        """Send what the menu of that page would, offered or not."""
        sent = {"key": "forged", "version": self.source.version}
        return self.web.post(f"{self.address}create/{code}/", sent, headers=headers)


@pytest.fixture
def case(name: str, alice: User, charlie: User, client: Client) -> Case:
    row = TABLE[name]
    make = {"lead": builders.lead, "deal": builders.deal, "estimate": builders.estimate}[row.source]
    source = make(alice if row.own else charlie, open_to_all=False)
    roles.only(alice, row.cells)
    client.force_login(alice)
    return Case(row, Item.objects.get(pk=source.pk), User.objects.get(pk=alice.pk), client)


def variant(case: Case, code: str) -> Variant:
    found = conversion.variant_of(case.row.source, code)
    assert found is not None
    return found


def refused(case: Case) -> int:
    """What a forged request answers: what cannot be seen is not there."""
    return 404 if case.row.hidden else 403


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if not row.hidden])
def test_the_menu_has_these_variants_and_no_others(case: Case) -> None:
    page = case.web.get(case.address)
    offered = [each["action"] for each in page.context["create"]["variants"]]
    assert offered == [f"{case.address}create/{code}/" for code in case.row.variants]


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if not row.hidden])
def test_the_page_names_no_other_address(case: Case) -> None:
    page = case.web.get(case.address).content.decode()
    for code in [each.code for each in variants_of(case.row.source)]:
        assert (f"create/{code}/" in page) is (code in case.row.variants)
    assert ("Create based on" in page) is bool(case.row.variants)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if not row.hidden])
def test_the_list_offers_the_same(case: Case) -> None:
    page = case.web.get(f"/{item_types.get(case.row.source).slug}/").content.decode()
    for code in [each.code for each in variants_of(case.row.source)]:
        assert (f"{case.address}create/{code}/" in page) is (code in case.row.variants)


@surface
@pytest.mark.parametrize(("name", "code"), EVERY)
def test_the_plan_is_shown_to_those_only(case: Case, code: str, headers: dict[str, str]) -> None:
    page = case.web.get(f"{case.address}create/{code}/", headers=headers)
    assert page.status_code == (200 if code in case.row.variants else refused(case))


@surface
@pytest.mark.parametrize(("name", "code"), EVERY)
def test_the_review_is_shown_to_those_only(case: Case, code: str, headers: dict[str, str]) -> None:
    before = everything()
    sent = {"key": "k", "version": case.source.version, "review": "1"}
    page = case.web.post(f"{case.address}create/{code}/", sent, headers=headers)
    assert page.status_code == (200 if code in case.row.variants else refused(case))
    assert everything() == before


@surface
@pytest.mark.parametrize(("name", "code"), EVERY)
def test_only_what_is_offered_can_be_made(case: Case, code: str, headers: dict[str, str]) -> None:
    before = everything()
    answer = case.press(code, headers)
    if code in case.row.variants:
        assert answer.status_code == (204 if headers else 303)
        assert set(code.split("-")) <= set(Item.objects.values_list("type", flat=True))
    else:
        assert answer.status_code == refused(case)
        assert everything() == before


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_apply_itself_asks_again(case: Case, code: str) -> None:
    before = everything()

    def made() -> set[str]:
        seen = Seen(case.source.version, "")
        done = conversion.apply(
            case.source, variant(case, code), decisions=UNDECIDED, seen=seen, actor=case.user, key="k"
        )
        return {record.item_type for record in done.records.all()}

    if code in case.row.variants:
        assert made() == set(code.split("-"))
    else:
        with pytest.raises(Forbidden):
            made()
        assert everything() == before


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_the_plan_names_the_rights_that_are_missing(case: Case, code: str) -> None:
    plan = conversion.plan(case.source, variant(case, code), actor=case.user)
    may_edit = case.row.own and case.row.cells[case.row.source, "edit"] != "none" and not case.row.hidden
    expected = set() if may_edit or case.row.source != "lead" else {("edit", "lead")}
    if case.row.source != "lead" and (case.row.hidden or case.row.cells[case.row.source, "edit"] == "none"):
        expected = {("edit", case.row.source)}
    expected |= {("add", target) for target in code.split("-") if (target, "add") not in case.row.cells}
    assert {(missing.action, missing.item_type) for missing in plan.missing} == expected
    assert bool(plan.missing) is (code not in case.row.variants)


@pytest.mark.parametrize("name", ["U1"])
def test_taking_add_deals_away_counts_from_the_next_request_on(case: Case) -> None:
    Grant.objects.filter(item_type="deal", action="add").delete()
    offered = case.web.get(case.address).context["create"]["variants"]
    assert [each["action"].split("/")[-2] for each in offered] == CLIENTS
    assert case.press("deal-contact", {}).status_code == 403


@pytest.mark.parametrize("name", ["U1", "V1", "W4"])
@pytest.mark.parametrize("code", ["invoice-deal", "lead", "nothing", "contact-deal", "estimate-invoice"])
def test_an_edge_that_is_none_is_not_found(case: Case, code: str) -> None:
    assert case.press(code, {}).status_code == 404
    assert case.web.get(f"{case.address}create/{code}/").status_code == 404


@pytest.mark.parametrize("slug", ["contacts", "companies", "invoices"])
def test_other_types_are_never_sources(client: Client, dana: User, slug: str) -> None:
    make = {"contacts": builders.contact, "companies": builders.company, "invoices": builders.invoice}[slug]
    item = make(dana)
    client.force_login(dana)
    assert "Create based on" not in client.get(f"/{slug}/{item.pk}/").content.decode()
    for code in {each.code for each in conversion.VARIANTS}:
        assert client.post(f"/{slug}/{item.pk}/create/{code}/", {"key": "k", "version": 1}).status_code == 404


@pytest.mark.parametrize("name", ["U1"])
def test_whoever_may_not_read_what_they_made_is_told_so(case: Case) -> None:
    answer = case.press("deal", {})
    assert answer["Location"].startswith(case.address)
    assert "Created; you have no right to open it." in case.web.get(case.address).content.decode()


@pytest.mark.parametrize("name", ["U1"])
def test_observing_gives_no_edit(case: Case, charlie: User) -> None:
    other = builders.lead(User.objects.create(email="boss@segue.test", name="Boss", is_admin=True), open_to_all=False)
    other.observers.create(user=case.user)
    Grant.objects.filter(item_type="lead", action="edit").update(scope="all")
    assert case.web.get(f"/leads/{other.pk}/").context["create"]["variants"] == []
    sent = {"key": "k", "version": 1}
    assert case.web.post(f"/leads/{other.pk}/create/deal/", sent).status_code == 403
