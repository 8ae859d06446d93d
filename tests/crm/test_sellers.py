"""Who may change our own companies, and which of them sells?"""

import pytest

from segue.core import records, writing
from segue.core.models import AuditEntry, Role, TimelineEntry, User
from segue.core.permissions import Forbidden
from segue.core.settings_changes import InUse
from segue.crm import billing, sellers
from segue.crm.billing import Billing
from segue.crm.models import Company, Estimate
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.core.test_required import need


def seller(actor: User, title: str = "Segue GmbH") -> Company:
    made = sellers.create({"title": title}, actor=actor, parts={"billing": Billing(legal_name=title, city="Hamburg")})
    assert isinstance(made, Company)
    return made


def test_the_first_one_is_the_default_seller(dana: User) -> None:
    first, second = seller(dana), seller(dana, "Segue AG")
    assert (first.is_my_company, first.is_default_seller, second.is_default_seller) == (True, True, False)
    assert Estimate.objects.get(pk=builders.estimate(dana).pk).my_company == first


def test_another_default_takes_that_from_the_first(dana: User) -> None:
    first, second = seller(dana), seller(dana, "Segue AG")
    sellers.make_default(second, actor=dana)
    assert list(sellers.alive()) == [second, first]
    assert Company.objects.get(is_default_seller=True) == second


def test_a_change_is_in_history_and_audit(dana: User) -> None:
    company = seller(dana)
    sellers.change(company, {"title": "Segue SE"}, parts={"billing": Billing(city="Bremen")}, actor=dana)
    changes = AuditEntry.objects.latest("pk").data["changes"]
    assert changes["title"] == ["Segue GmbH", "Segue SE"]
    assert changes["billing"] == [{"legal_name": "Segue GmbH", "city": "Hamburg"}, {"city": "Bremen"}]
    assert TimelineEntry.objects.filter(item=company, kind="changed", version=2).exists()
    assert billing.read(company) == Billing(city="Bremen")


def test_two_changes_of_one_field_do_not_run_over_each_other(dana: User) -> None:
    company = seller(dana)
    sellers.change(company, {"title": "First"}, actor=dana, base_version=1)
    with pytest.raises(records.Stale):
        sellers.change(company, {"title": "Second"}, actor=dana, base_version=1)


def test_the_settings_right_is_all_it_takes(alice: User, dana: User) -> None:
    company = seller(dana)
    Role.objects.filter(code="manager").update(may_change_settings=True)
    holder = User.objects.get(pk=alice.pk)
    assert sellers.change(company, {"title": "Segue SE"}, actor=holder).title == "Segue SE"


def test_without_it_nothing_changes(alice: User, dana: User) -> None:
    company = seller(dana)
    for refused in (
        lambda: seller(alice),
        lambda: sellers.change(company, {"title": "Mine"}, actor=alice),
        lambda: sellers.make_default(company, actor=alice),
        lambda: sellers.remove(company, actor=alice),
        lambda: writing.require(alice, "edit", company),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_ordinary_companies_need_no_settings_right(alice: User) -> None:
    writing.require(alice, "edit", builders.company(alice))


def test_the_default_seller_stays_and_others_go_to_the_bin(dana: User) -> None:
    first, second = seller(dana), seller(dana, "Segue AG")
    with pytest.raises(InUse):
        sellers.remove(first, actor=dana)
    sellers.remove(second, actor=dana)
    assert list(sellers.alive()) == [first]


def test_a_line_that_is_too_long_is_refused_under_billing(dana: User) -> None:
    with pytest.raises(records.ValidationError) as refused:
        sellers.create({"title": "S"}, actor=dana, parts={"billing": Billing(bic="x" * 21)})
    assert "billing" in refused.value.message_dict


def test_what_is_required_of_firms_is_not_asked_of_ours(dana: User) -> None:
    need(dana, "industry", item_type="company")
    stored(dana, "string", "REGISTER", item_type="company", mandatory=True)
    company = seller(dana)
    assert sellers.change(company, {"title": "Segue SE"}, actor=dana).title == "Segue SE"
