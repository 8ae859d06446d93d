"""Whom is a lead, deal, estimate or invoice for?"""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict

from segue.core.models import User
from segue.crm.clients import Clients
from segue.web.components import client_picker
from segue.web.forms import parties
from segue.web.forms.party_input import PartyInput


class ClientInput(PartyInput):
    """At most one company and any number of contacts, one of them primary."""

    component = "client-picker"

    def show(self, value: Clients) -> None:
        """Begin with what is stored."""
        chosen = {"company": [value.company] if value.company else [], "contact": value.contacts}
        self.begin(chosen, primary=value.primary)

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent."""
        self.primary = data.get("primary_contact", "")
        super().take(data)

    @property
    def fields(self) -> Mapping[str, str]:
        """Return, by kind, what the field is called in the form."""
        return {"company": "company", "contact": "contacts"}

    def present(self, kind: str) -> Collection[int]:
        """Return the ids of one kind that are stored."""
        client: Clients = self.draft.stored(self.name)
        if kind == "contact":
            return client.contacts
        return [client.company] if client.company else []

    def room(self, kind: str) -> bool:
        """There is one company."""
        return super().room(kind) and (kind == "contact" or not self.chosen["company"])

    def act(self, action: str) -> None:
        """After a company was chosen, offer its contacts."""
        super().act(action)
        company = self.chosen["company"][0].id if self.chosen["company"] else None
        if company and action.startswith(("add-", "remove-contact")) and not self.query["contact"]:
            there = {each.key for each in self.chosen["contact"]}
            people = parties.contacts_of(self.draft.reader, company)
            self.found["contact"] = [each for each in people if each.key not in there]

    def peek(self) -> Clients:
        """Return the client, with ids below zero for those to be created."""
        return self._clients(self.ids("company"), self.ids("contact"))

    def value(self, *, actor: User) -> Clients:
        """Store those to be created; a new contact works for the company."""
        company = self.created("company", actor=actor)
        return self._clients(company, self.created("contact", actor=actor, companies=company))

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-client-picker takes."""
        company = next(iter(self.chosen["company"]), None)
        return super().attributes | client_picker.client(
            company, self.chosen["contact"], primary=self.primary, query=self.query, found=self.found
        )

    def _clients(self, company: tuple[int, ...], contacts: tuple[int, ...]) -> Clients:
        keys = [each.key for each in self.chosen["contact"]]
        primary = contacts[keys.index(self.primary)] if self.primary in keys else next(iter(contacts), None)
        return Clients(next(iter(company), None), contacts, primary)
