"""What is an item called where it is named, to whom?"""

import pytest

from segue.core import records
from segue.core.models import User
from segue.web.components import names
from tests import builders


def test_who_sees_it_reads_its_name_and_gets_a_link(alice: User, dana: User) -> None:
    deal = builders.deal(alice, title="Website relaunch")
    for reader in (alice, dana):
        name = names.of([deal.pk], reader)[deal.pk]
        assert (name.text, name.href) == ("Website relaunch", f"/deals/{deal.pk}/")


def test_others_read_that_something_is_hidden(alice: User, charlie: User) -> None:
    deal = builders.deal(alice, open_to_all=False)
    assert names.of([deal.pk], charlie)[deal.pk] == names.Name("Hidden item")


def test_an_administrator_who_was_deactivated_reads_no_name_any_more(alice: User, dana: User) -> None:
    deal = builders.deal(alice)
    dana.is_active = False
    assert names.of([deal.pk], dana)[deal.pk] == names.Name("Hidden item")


@pytest.mark.parametrize("is_admin", [False, True])
def test_what_is_in_the_bin_says_so_and_what_is_gone_is_called_so(alice: User, dana: User, is_admin: bool) -> None:
    deal = builders.deal(alice, title="Website relaunch")
    records.delete(deal, actor=dana)
    found = names.of([deal.pk, 10**9], dana if is_admin else alice)
    assert (found[deal.pk].text, found[deal.pk].note) == ("Website relaunch", "in the recycle bin")
    assert found[10**9].text == "Deleted item"
