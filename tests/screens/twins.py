"""What is there twice: two contacts that look the same, found by a scan, and two deals that became one."""

from segue.core import jobs
from segue.core.models import User
from segue.crm import merging
from segue.crm.communications import Communication
from segue.crm.duplicates import scan
from tests import builders

MAIL = Communication("EMAIL", "katharina.lindqvist-hohenberg@roesterei.example")


def find(alice: User, dana: User) -> dict[str, int]:
    """Make them, and return their ids."""
    first = builders.contact(
        alice, first_name="Katharina", last_name="Lindqvist-Hohenberg", position="Einkauf", communications=(MAIL,)
    )
    phone = Communication("PHONE", "+49 451 5550123", "MOBILE")
    second = builders.contact(
        dana,
        first_name="K.",
        last_name="Lindqvist-Hohenberg",
        position="Leitung",
        communications=(MAIL, phone),
    )
    jobs.run(scan.start("contact", actor=dana).pk)
    deals = [builders.deal(alice, title=title) for title in ("Röstanlage Halle 2", "Röstanlage, Halle 2")]
    items = merging.read([deal.pk for deal in deals], dana)
    seen = merging.plan(items, deals[0].pk, {}, actor=dana).fingerprint
    done = merging.apply([deal.pk for deal in deals], deals[0].pk, {}, seen=seen, actor=dana, key="twins")
    return {"twin": first.pk, "other_twin": second.pk, "merge": done.pk}
