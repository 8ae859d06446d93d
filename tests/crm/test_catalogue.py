"""How are products found, changed and deleted?"""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from segue.core import currencies, records
from segue.core.models import AuditEntry, User
from segue.core.permissions import Forbidden
from segue.core.settings_changes import InUse
from segue.crm import catalogue
from segue.crm.models import Product
from tests import builders


def product(actor: User, name: str = "Kühlung", **values: Any) -> Product:
    given = {"name": name, "price": Decimal("12.5"), "currency": currencies.base()} | values
    return catalogue.save(Product(), given, actor=actor)


def found(query: str = "", **narrowed: Any) -> list[str]:
    return [each.name for each in catalogue.find(query, **narrowed)]


@pytest.mark.parametrize("query", ["kuhl", "KÜHLUNG", "kuehlung", "k-7", "anlagen", "anlagen kühl", ""])
def test_a_product_is_found_by_parts_of_name_code_and_section(dana: User, query: str) -> None:
    product(dana, code="K-7", section="Anlagen")
    assert found(query) == ["Kühlung"]
    assert found("nothing") == []


def test_a_renamed_product_is_found_by_its_new_name_only(dana: User) -> None:
    catalogue.save(product(dana), {"name": "Heizung"}, actor=dana)
    assert (found("heizung"), found("kühlung")) == (["Heizung"], [])


def test_section_and_state_narrow(dana: User) -> None:
    product(dana, "A", section="One")
    product(dana, "B", section="Two", active=False)
    assert found(section="One") == ["A"]
    assert (found(active=True), found(active=False)) == (["A"], ["B"])
    assert catalogue.sections() == ["One", "Two"]


def test_products_stand_by_section_and_place(dana: User) -> None:
    for name, section, sort in (("C", "B", 1), ("B", "A", 20), ("A", "A", 30)):
        product(dana, name, section=section, sort=sort)
    assert found() == ["B", "A", "C"]


def test_a_code_is_given_once(dana: User) -> None:
    product(dana, code="K-7")
    with pytest.raises(ValidationError):
        product(dana, "Other", code="K-7")


def test_a_product_that_a_row_names_stays_even_in_the_recycle_bin(alice: User, dana: User) -> None:
    used = product(dana)
    records.delete(builders.deal(alice, rows=(builders.row(product_id=used.pk),)), actor=dana)
    with pytest.raises(InUse):
        catalogue.remove(used, actor=dana)


def test_a_product_that_nothing_names_goes_and_is_told(dana: User) -> None:
    catalogue.remove(product(dana), actor=dana)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.data["changes"]["name"]) == ("setting_removed", ["Kühlung", None])
    assert not Product.objects.exists()


def test_without_the_settings_right_nothing_changes(alice: User, dana: User) -> None:
    with pytest.raises(Forbidden):
        product(alice)
    existing = product(dana)
    with pytest.raises(Forbidden):
        catalogue.save(existing, {"name": "Other"}, actor=alice)
    with pytest.raises(Forbidden):
        catalogue.remove(existing, actor=alice)
