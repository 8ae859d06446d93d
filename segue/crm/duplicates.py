"""Which contacts and companies may be the ones a lead speaks of? By e-mail, phone or name, notation ignored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from segue.core import preferences
from segue.core.models import Item, User
from segue.crm.communications import Communication, match_key
from segue.crm.models import Company, ContactPoint, Lead
from segue.crm.models.contact_point import EMAIL, PHONE
from segue.lib import text

SHOWN = 5
LOOKED_AT = 200  # by phone and e-mail, and as many by name; of more, those count that the database gives first

# In the order of strength.
REASONS = {"email": _("same e-mail"), "phone": _("same phone"), "name": _("same name")}
REASON_OF_KIND = {EMAIL: "email", PHONE: "phone"}


@dataclass(frozen=True)
class Match:
    """An existing record that may be the same, with all the reasons why, the strongest first."""

    item: Item
    reasons: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        """An e-mail or a phone is the same, not only the name."""
        return self.reasons[0] != "name"


@dataclass(frozen=True)
class Found:
    """Up to SHOWN matches one may see, strongest first, and whether there are some one may not see."""

    matches: tuple[Match, ...] = ()
    has_hidden: bool = False


def of_lead(lead: Lead, communications: Iterable[Communication], slot: str, *, actor: User) -> Found:
    """Find the contacts or companies (`slot`) that a lead may speak of (domain.md 4.11)."""
    reasons: dict[int, set[str]] = {}
    for pk, kind in _reached_alike(communications, slot):
        reasons.setdefault(pk, set()).add(REASON_OF_KIND[kind])
    name = lead.name_key if slot == "contact" else text.company_key(lead.company_name)
    for pk in _named_alike(name, slot):
        reasons.setdefault(pk, set()).add("name")
    return _seen_by(actor, reasons, slot) if reasons else Found()


def _reached_alike(communications: Iterable[Communication], slot: str) -> list[tuple[int, str]]:
    wanted = [each for each in communications if each.kind in REASON_OF_KIND]
    if not wanted:
        return []
    country = preferences.load().country
    keys = {match_key(each.kind, each.value, country) for each in wanted} - {""}
    points = ContactPoint.objects.filter(
        kind__in=REASON_OF_KIND, match_key__in=keys, item__type=slot, item__deleted_at=None
    )
    return list(points.order_by().values_list("item_id", "kind")[:LOOKED_AT])


def _named_alike(name: str, slot: str) -> list[int]:
    if not name:
        return []
    return list(Item.objects.alive().of_type(slot).filter(name_key=name).values_list("pk", flat=True)[:LOOKED_AT])


def _seen_by(actor: User, reasons: dict[int, set[str]], slot: str) -> Found:
    others = Item.objects.alive().filter(pk__in=reasons)
    if slot == "company":
        others = others.exclude(pk__in=Company.objects.filter(is_my_company=True).values("pk"))
    everyone = set(others.values_list("pk", flat=True))
    visible = Item.objects.visible_to(actor).filter(pk__in=everyone).select_related("owner")
    order = list(REASONS)
    matches = [Match(item, tuple(sorted(reasons[item.pk], key=order.index))) for item in visible]
    matches.sort(key=lambda match: ([order.index(reason) for reason in match.reasons], match.item.pk))
    return Found(tuple(matches[:SHOWN]), has_hidden=len(everyone) > len(matches))
