"""Do the pictures in a rich text come along, so that the copy shows its own (domain.md 4.9, rule 7)?"""

import pytest

from segue.core.models import Attachment, Blob, Item, User
from tests import builders
from tests.crm.conversion.steps import convert, made


def attach(item: Item, name: str, actor: User) -> Attachment:
    blob = Blob.objects.create(sha256=name.ljust(64, "0"), size=1, media_type="image/png")
    return Attachment.objects.create(item_id=item.pk, blob=blob, name=name, added_by=actor, added_at=item.created_at)


def write(item: Item, comment: str) -> None:
    Item.objects.filter(pk=item.pk).update(comment=comment)


@pytest.mark.parametrize(("source", "target"), [("deal", "invoice"), ("estimate", "deal"), ("lead", "contact")])
def test_a_picture_in_a_comment_is_the_new_items_own(source: str, target: str, alice: User) -> None:
    item = getattr(builders, source)(alice)
    attach(item, "plan.pdf", alice)
    picture = attach(item, "site.png", alice)
    write(item, f"See ![site](/files/{picture.pk}/site.png) and [it](/files/{picture.pk}/site.png).")
    new = made(convert(item, target, alice), target)
    own = Attachment.objects.get(item=new, name="site.png").pk
    assert new.comment == f"See ![site](/files/{own}/site.png) and [it](/files/{own}/site.png)."
    assert new.version == 1


def test_a_picture_travels_to_each_item_whose_text_shows_it(alice: User) -> None:
    lead = builders.lead(alice)
    attach(lead, "plan.pdf", alice)
    picture = attach(lead, "site.png", alice)
    write(lead, f"![](/files/{picture.pk}/site.png)")
    done = convert(lead, "deal-contact-company", alice)
    names = {
        code: [file.name for file in made(done, code).attachments.all()] for code in ("deal", "contact", "company")
    }
    assert names == {"deal": ["plan.pdf", "site.png"], "contact": ["site.png"], "company": ["site.png"]}
    for code in names:
        item = made(done, code)
        assert item.comment == f"![](/files/{item.attachments.get(name='site.png').pk}/site.png)"


def test_a_picture_of_another_item_stays_what_it_is(alice: User) -> None:
    other, deal = builders.deal(alice), builders.deal(alice)
    text = f"![](/files/{attach(other, 'site.png', alice).pk}/site.png) /files/7 ![](/files/99999999999999999999/x)"
    write(deal, text)
    assert made(convert(deal, "invoice", alice), "invoice").comment == text
