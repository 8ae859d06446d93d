"""Does a mail reach whoever wants one, in their language, once, with no more in it than they may see?"""

from typing import Any

import pytest
from django.core import mail

from segue.core import activities, comments, notices, outbox, people, records
from segue.core.models import Item, Notice, OutboxEntry, User
from segue.core.notices import Choice
from tests import builders

MAILED = Choice(shown=True, mailed=True)


@pytest.fixture(autouse=True)
def called(settings: Any) -> None:
    settings.PUBLIC_URL = "https://crm.example"


@pytest.fixture
def deal(alice: User) -> Item:
    found: Item = builders.deal(alice)
    return found


def mention(deal: Item, alice: User) -> None:
    comments.add(deal, "@Bob, <b>call</b> **them**", actor=alice)


def sent() -> Any:
    outbox.drain()
    [message] = mail.outbox
    return message


def test_who_is_named_gets_a_mail_with_a_link_to_the_place(deal: Item, alice: User, bob: User) -> None:
    mention(deal, alice)
    message = sent()
    assert message.to == ["bob@segue.test"]
    assert message.subject == f"Alice mentioned you in a comment: Deal #{deal.pk} · Website relaunch"
    link = f"https://crm.example/deals/{deal.pk}/timeline/#said-{Notice.objects.get().data['entry']}"
    assert link in message.body
    assert "@Bob, <b>call</b> them" in message.body


def test_it_says_the_same_in_html_without_any_of_a_persons(deal: Item, alice: User, bob: User) -> None:
    mention(deal, alice)
    [(html, kind)] = sent().alternatives
    assert kind == "text/html"
    assert "@Bob, &lt;b&gt;call&lt;/b&gt; them" in html
    assert f'href="https://crm.example/deals/{deal.pk}/timeline/#said-' in html


def test_it_says_how_to_get_no_more_of_them(deal: Item, alice: User, bob: User) -> None:
    mention(deal, alice)
    assert "Me → Notification settings" in sent().body
    assert "https://crm.example/me/notices/" in sent().body


def test_it_speaks_the_language_of_its_reader(deal: Item, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(language="de")
    mention(deal, alice)
    message = sent()
    assert message.subject.startswith("Alice hat Sie in einem Kommentar erwähnt: ")
    assert "Guten Tag Bob," in message.body
    assert 'lang="de"' in message.alternatives[0][0]


def test_where_nobody_knows_the_address_it_has_no_link(deal: Item, alice: User, bob: User, settings: Any) -> None:
    settings.PUBLIC_URL = ""
    mention(deal, alice)
    assert "http" not in sent().body


def test_a_mail_is_sent_once(deal: Item, alice: User, bob: User) -> None:
    mention(deal, alice)
    assert [outbox.drain(), outbox.drain(), len(mail.outbox)] == [1, 0, 1]


@pytest.mark.parametrize("kind", ["assigned", "observer"])
def test_of_other_kinds_one_goes_out_only_where_it_was_chosen(alice: User, bob: User, kind: str) -> None:
    values: dict[str, Any] = {"owner": bob} if kind == "assigned" else {"observers": (bob.pk,)}
    builders.deal(alice, **values)
    assert not OutboxEntry.objects.exists()
    notices.choose(bob, notices.choices(bob) | {kind: MAILED})
    builders.deal(alice, **values | ({"owner": User.objects.get(pk=bob.pk)} if kind == "assigned" else {}))
    assert sent().to == ["bob@segue.test"]


def test_one_that_is_not_shown_can_still_be_sent(deal: Item, alice: User, bob: User) -> None:
    notices.choose(bob, notices.choices(bob) | {"mention": Choice(shown=False, mailed=True)})
    mention(deal, alice)
    assert sent().to == ["bob@segue.test"]


def test_who_may_not_read_the_item_any_longer_gets_none(deal: Item, alice: User, bob: User) -> None:
    mention(deal, alice)
    builders.give_right("read", "deal", "own")
    assert (outbox.drain(), mail.outbox) == (1, [])


def test_of_a_deleted_item_none_goes_out(deal: Item, alice: User, bob: User, dana: User) -> None:
    mention(deal, alice)
    records.delete(deal, actor=dana)
    assert (outbox.drain(), mail.outbox) == (1, [])


def test_of_a_deleted_comment_and_activity_none_goes_out(deal: Item, alice: User, bob: User) -> None:
    notices.choose(bob, dict.fromkeys(notices.KINDS, MAILED))
    entry = comments.add(deal, "@Bob", actor=alice)
    activity = builders.activity(alice, deal, responsible=User.objects.get(pk=bob.pk))
    comments.delete(entry, actor=alice)
    activities.delete(activity, actor=alice)
    assert (outbox.drain(), mail.outbox) == (2, [])


def test_who_was_deactivated_meanwhile_gets_none(deal: Item, alice: User, bob: User, dana: User) -> None:
    mention(deal, alice)
    people.deactivate(bob, actor=dana)
    assert (outbox.drain(), mail.outbox) == (1, [])


def test_who_was_invited_and_has_not_come_gets_none(deal: Item, alice: User, bob: User) -> None:
    bob.set_unusable_password()
    bob.save()
    mention(deal, alice)
    assert (outbox.drain(), mail.outbox) == (1, [])
