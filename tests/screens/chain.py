"""A long chain: what one inquiry can lead to over the years, with something that its reader may not see."""

from typing import Any

from django.utils import timezone

from segue.core import records
from segue.core.models import Item, Link, Stage, User
from segue.core.models.link import BOUND, CREATED, USED
from segue.crm import stages
from tests import builders

# Estimates with their stages, and those of the invoices they led to.
PAPERS = {
    "Espressobar im Erdgeschoss": ("APPROVED", "PSN"),
    "Coffee corner for the development floors with water dispensers": ("SENT", "N"),
    "Wartung und Bohnen im Abonnement": ("APPROVED", "PPPPSN"),
    "Second machine": ("DECLAINED", ""),
}


def grow(alice: User, dana: User) -> Item:
    """Grow a chain with every kind of link and return the deal in its middle, which Alice sees."""
    lead: Item = builders.lead(alice, title="Anfrage Kaffeeversorgung für drei Standorte")
    deal: Item = _from(lead, "deal", alice, title="Kaffeeversorgung für drei Standorte")
    _join(lead, builders.contact(alice, first_name="Jana", last_name="Brandt-Hohenstein"), USED)
    for title, (stage, invoices) in PAPERS.items():
        estimate = _from(deal, "estimate", alice, title=title)
        for number, paid in enumerate(invoices, 1):
            _move(_from(estimate, "invoice", alice, title=f"{title}, {number}"), paid)
        _move(estimate, stage)
    charlie = User.objects.get(email="charlie@segue.test")
    theirs = records.create("deal", {"title": "Filiale Bern", "owner": charlie}, actor=dana)
    _join(deal, builders.deal(alice, title="Verlängerung 2028"), BOUND)
    _join(deal, theirs, BOUND)
    _join(theirs, builders.invoice(alice, title="Lieferung Bern"), CREATED)
    return deal


def _from(source: Item, kind: str, actor: User, **values: Any) -> Item:
    item: Item = builders.MAKERS[kind](actor, **values)
    _join(source, item, CREATED)
    return item


def _join(source: Item, target: Item, kind: str) -> None:
    now = timezone.now()
    Link.objects.create(source=source, target=target, kind=kind, created_by=source.owner, created_at=now)


def _move(item: Item, code: str) -> None:
    stages.move(item, Stage.objects.get(pipeline=item.pipeline_id, code=code), actor=item.owner)
