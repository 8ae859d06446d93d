"""What is there to be seen? The demo firm with all that its story lacks, or nothing but an administrator."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from segue.core import (
    comments,
    files,
    form_view_changes,
    invitations,
    item_types,
    notices,
    people,
    pipelines,
    records,
    reminders,
    required_changes,
)
from segue.core.models import (
    Activity,
    Attachment,
    Department,
    FormView,
    Handover,
    Item,
    Notice,
    Pipeline,
    Role,
    RoleMember,
    Stage,
    User,
)
from segue.crm import sellers
from segue.crm.models import Contact, Invoice, Lead, Measure, Product, TaxRate
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.crm.conversion.steps import convert
from tests.screens import chain, imports, jobs, twins
from tests.screens.screen import ALICE, BOB, DANA, DEMO, ERIKA, GUEST, VIEWER
from tests.web.accounts.key import Key
from tests.web.accounts.people import set_up_app, sign_in

HOST = "localhost"  # where passkeys are allowed without https
DEVICE = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LABELS = {  # of the custom fields of deals, one of each kind
    "string": ("Contract number", "Vertragsnummer"),
    "integer": ("Seats", "Plätze"),
    "double": ("Floor space in m²", "Fläche in m²"),
    "boolean": ("Framework contract", "Rahmenvertrag"),
    "date": ("Day of the visit", "Tag des Besuchs"),
    "datetime": ("Handing over", "Übergabe"),
    "money": ("Budget", "Budget"),
    "url": ("Project page", "Projektseite"),
    "address": ("Place of installation", "Aufstellort"),
    "list": ("Machine types", "Maschinenarten"),
    "file": ("Floor plan", "Grundriss"),
    "employee": ("Technician", "Technik"),
    "crm": ("Recommended by", "Empfohlen von"),
}
OPTIONS = ("Vollautomat", "Siebträger", "Filter", "Water dispenser")
NOTES_FIRST = {
    "sections": [
        {"code": "own1", "labels": {"en": "Notes", "de": "Notizen"}, "fields": ["comment", "files"]},
        {"code": "about", "labels": {}, "fields": []},
        {"code": "additional", "labels": {}, "fields": []},
    ],
    "hidden": ["utm_source"],
}
VALUES: dict[str, Any] = {
    "STRING": "RV-2026/117",
    "INTEGER": 40,
    "DOUBLE": Decimal("62.5"),
    "BOOLEAN": True,
    "DATE": "2026-12-14",
    "DATETIME": "2026-12-18T09:30:00Z",
    "MONEY": {"amount": Decimal(12500), "currency": "EUR"},
    "URL": "https://projekte.example/kaffeekueche",
    "ADDRESS": {"address": "Am Sandtorkai 30", "postal_code": "20457", "city": "Hamburg"},
}


@dataclass(frozen=True)
class Scene:
    """What addresses may name, and the cookies of sessions by who signed in."""

    keys: dict[str, Any]
    sessions: dict[str, str]


def arrange(system: str) -> Scene:
    """Fill an empty database and sign its people in."""
    if system != DEMO:
        builders.person("Dana", is_admin=True)
        return Scene({}, {DANA: session_of(DANA)})
    call_command("demo", verbosity=0)
    settle_roles()
    alice, dana = (User.objects.get(email=f"{name}@segue.test") for name in (ALICE, DANA))
    keys = of_sales(alice, dana) | of_settings(dana) | of_accounts(dana) | jobs.begin(alice) | imports.begin(dana)
    keys |= of_fields(dana, Item.objects.get(pk=keys["deal"]), Item.objects.get(pk=keys["contact"]))
    keys |= of_forms(dana)
    tell_of_much(alice, dana, item_types.child_of(Item.objects.get(pk=keys["open_deal"])))
    keys |= twins.find(alice, dana)
    require_some(dana)
    sessions = {name: session_of(name) for name in (ALICE, BOB, DANA, GUEST)}
    sessions |= {ERIKA: session_with_factors(ERIKA), VIEWER: session_of(DANA, looking_at=keys["bob"])}
    return Scene(keys | {"passkey": Authenticator.objects.get(type="webauthn").pk}, sessions)


def settle_roles() -> None:
    """Let the departments have the role that everybody had, so that the guest has none."""
    builders.person("Erika", is_admin=True, department=Department.objects.get(name="Service"))
    builders.person("Guest")
    for member in RoleMember.objects.filter(user=None, department=None):
        for department in Department.objects.all():
            RoleMember.objects.create(role=member.role, department=department)
        member.delete()
    Role.objects.create(code="support", labels={"en": "Support", "de": "Kundendienst"})


def of_sales(alice: User, dana: User) -> dict[str, Any]:
    """A chain from inquiry to invoice, things not begun yet, and what was deleted."""
    invoice = Invoice.objects.filter(estimate__deal__lead__isnull=False, owner=alice).earliest("pk")
    deal = invoice.estimate.deal
    client = Contact.objects.filter(owner=alice, employments__isnull=False).earliest("pk")
    open_leads = Lead.objects.filter(owner=alice, stage__semantics="process", deleted_at=None)
    binned = [builders.lead(alice, title="Rösterei-Besichtigung"), builders.deal(alice, title="Trade fair stand")]
    for item in binned:
        records.delete(item, actor=dana)
    open_deal = builders.deal(alice, title="Kaffeeküche im Nordflügel")
    return {
        **{item_types.of(item).code: item.pk for item in (invoice, invoice.estimate, deal, deal.lead, client)},
        "chain": chain.grow(alice, dana).pk,
        "company": client.employments.earliest("pk").company_id,
        "open_lead": open_leads.filter(company_name__gt="", last_name__gt="").earliest("pk").pk,
        "open_deal": open_deal.pk,
        "activity": builders.activity(alice, open_deal, title="Angebot nachfassen").pk,
        "open_invoice": builders.invoice(alice, title="Beans for the north wing").pk,
        "open_estimate": builders.estimate(alice, title="Offer for the north wing").pk,
        "long_lead": max(open_leads, key=lambda lead: len(lead.title)).pk,
        "deleted": binned[0].pk,
        "converted": convert(
            builders.lead(alice, title="Messekontakt Lübeck"), "deal-contact-company", alice
        ).source_id,
    }


def of_settings(dana: User) -> dict[str, Any]:
    """One of each that the settings list, some of which can be deleted."""
    pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=dana)
    seller = sellers.create({"title": "Segue Demo Schweiz AG", "city": "Zürich"}, actor=dana)
    bob, charlie = (User.objects.get(email=f"{name}@segue.test") for name in (BOB, "charlie"))
    moved = {"lead": 8, "deal": 5, "contact": 14}
    handover = Handover.objects.create(person=charlie, to=bob, actor=dana, total=61, moved=moved, state="running")
    return {
        "seller": seller.pk,
        "handover": handover.pk,
        "bob": bob.pk,
        "charlie": charlie.pk,
        "dana": dana.pk,
        "department": Department.objects.get(name="Sales").pk,
        "role": Role.objects.get(code="support").pk,
        "manager": Role.objects.get(code="manager").pk,
        "product": Product.objects.earliest("pk").pk,
        "measure": Measure.objects.latest("pk").pk,
        "rate": TaxRate.objects.earliest("pk").pk,
        "pipeline": Stage.objects.filter(pipeline__item_type="deal").earliest("pk").pipeline_id,
        "stage": Stage.objects.filter(pipeline__item_type="deal", semantics="process").earliest("pk").pk,
    }


def tell_of_much(alice: User, dana: User, deal: Item) -> None:
    """One notice of each kind for Alice, the last of them read."""
    Notice.objects.all().delete()
    Notice.objects.create(
        person=alice, kind="job", at=deal.created_at, data={"job": "base_currency", "currency": "EUR", "items": 214}
    )
    notices.read(notices.of(alice))
    builders.deal(dana, title="Kaffee für die Messe Lübeck", observers=(alice.pk,))
    builders.deal(dana, title="Water dispensers for the school", owner=alice)
    builders.activity(dana, deal, responsible=alice, title="Ask whether the floor bears the machine")
    due = builders.activity(alice, deal, title="Wasserhärte mit dem Installateur klären")
    Activity.objects.filter(pk=due.pk).update(remind_at=deal.created_at)
    reminders.tell_due(deal.created_at)
    said = "@Alice Berger, können Sie den Preis bis **morgen** prüfen? Der Kunde hat gefragt, ob die Wartung im ersten"
    comments.add(
        deal, f"{said} Jahr enthalten ist und ob wir am Samstag liefern, wenn die Küche fertig ist.", actor=dana
    )


def of_accounts(dana: User) -> dict[str, Any]:
    """What mails of the product lead to."""
    values = {"name": "Frida Lund", "email": "frida@segue.test", "language": "en"}
    invited = people.invite(values, Department.objects.filter(name="Sales"), actor=dana, root="")
    forgetful = User.objects.get(email="charlie@segue.test")  # who does not sign in, which would end the link
    return {
        "invited": invited.pk,
        "invitation": invitations.TOKENS.make_token(invited),
        "forgetful": urlsafe_base64_encode(force_bytes(forgetful.pk)),
        "reset": default_token_generator.make_token(forgetful),
    }


def of_fields(dana: User, deal: Item, contact: Item) -> dict[str, Any]:
    """Custom fields of deals, one of each kind; the first has a value of each, and a file."""
    must = Stage.objects.get(pipeline__item_type="deal", pipeline__is_default=True, code="EXECUTING")
    made = {}
    for kind, (english, german) in LABELS.items():
        more: dict[str, Any] = {"labels": {"en": english, "de": german}}
        more |= {"options": OPTIONS} if kind == "list" else {}
        more |= {"settings": {"types": ["contact", "company"]}} if kind == "crm" else {}
        more |= {"mandatory_from": must} if kind == "string" else {}
        made[kind] = stored(dana, kind, kind.upper(), multiple=kind in {"list", "file"}, **more)
    options = [option.pk for option in made["list"].options.order_by("pk")]
    chosen = {"LIST": options[:3], "EMPLOYEE": dana.pk, "CRM": contact.pk}
    records.change(item_types.child_of(deal), VALUES | chosen, actor=dana)
    blob = files.store(ContentFile(b"Floor plan", name="plan.txt"))
    Attachment.objects.create(item=deal, blob=blob, name="plan.txt", added_by=dana, added_at=deal.created_at)
    return {"field": made["list"].pk, "plain_field": made["string"].pk, "option": options[0]}


def of_forms(dana: User) -> dict[str, Any]:
    """A view of contacts for everyone, and one of estimates for a department."""
    form_view_changes.save_common((item_types.get("contact"), ""), NOTES_FIRST, actor=dana)
    view = FormView(item_type="estimate")
    part = Department.objects.order_by("pk")[:1]
    kept = form_view_changes.save_named(view, "Workshop", NOTES_FIRST, users=[dana], departments=part, actor=dana)
    return {"form_view": kept.pk}


# Who signed in ------------------------------------------------------------------------------------------------


def require_some(dana: User) -> None:
    """Fields that deals must have in work, some of them always; and what firms must have."""
    deal, company = item_types.get("deal"), item_types.get("company")
    general = Pipeline.objects.get(item_type="deal", is_default=True)
    stages = {stage.code: stage for stage in pipelines.stages(general)}
    work, early = stages["EXECUTING"], stages["PREPARATION"]
    wanted = {"title": None, "client": early, "probability": work, "observers": work, "comment": stages["WON"]}
    required_changes.save(deal, general, wanted, actor=dana)
    required_changes.save(company, None, {"industry": None, "email": None}, actor=dana)


def session_of(name: str, *, looking_at: int | None = None) -> str:
    """Sign somebody in as they do themselves, who perhaps looks at what another person sees."""
    client = Client(SERVER_NAME=HOST, HTTP_USER_AGENT=DEVICE)
    answer = sign_in(client, User.objects.get(email=f"{name}@segue.test"))
    assert answer.status_code == 303, name
    if looking_at:
        client.post(f"/view-as/{looking_at}/")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def session_with_factors(name: str) -> str:
    """Sign somebody in, who then sets up an app and a passkey."""
    client = Client(SERVER_NAME=HOST, HTTP_USER_AGENT=DEVICE)
    sign_in(client, User.objects.get(email=f"{name}@segue.test"))
    set_up_app(client)
    asked = re.search(r'data-options="([^"]+)"', client.get("/me/security/passkeys/new/").content.decode())
    assert asked
    made = Key().made(json.loads(unescape(asked[1])))
    client.post("/me/security/passkeys/new/", {"name": "Laptop", "credential": json.dumps(made)})
    return client.cookies[settings.SESSION_COOKIE_NAME].value
