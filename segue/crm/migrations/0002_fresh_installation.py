"""What does a fresh installation contain? Currencies, directories, stages, units, numbering and the two roles.

The rows stand here as they were on the day of the release; later changes are the administrator's.
"""

from typing import Any

from django.db import migrations

CURRENCIES = (
    # code, base, rate, nominal, decimals, sort
    ("EUR", True, "1", 1, 2, 10),
    ("USD", False, "0.9200", 1, 2, 20),
    ("GBP", False, "1.1700", 1, 2, 30),
    ("CHF", False, "1.0500", 1, 2, 40),
    ("JPY", False, "0.6100", 100, 0, 50),
)
DIRECTORIES = {
    "SOURCE": (
        ("CALL", "Call", "Anruf"), ("EMAIL", "E-mail", "E-Mail"), ("WEB", "Website", "Website"),
        ("ADVERTISING", "Advertising", "Werbung"), ("PARTNER", "Existing client", "Bestandskunde"),
        ("RECOMMENDATION", "Recommendation", "Empfehlung"), ("TRADE_SHOW", "Trade show", "Messe"),
        ("WEBFORM", "Web form", "Webformular"), ("CALLBACK", "Callback", "Rückruf"),
        ("RC_GENERATOR", "Repeat sales", "Folgegeschäft"), ("STORE", "Online store", "Onlineshop"),
        ("OTHER", "Other", "Sonstiges"),
    ),
    "CONTACT_TYPE": (
        ("CLIENT", "Client", "Kunde"), ("SUPPLIER", "Supplier", "Lieferant"), ("PARTNER", "Partner", "Partner"),
        ("OTHER", "Other", "Sonstiges"),
    ),
    "COMPANY_TYPE": (
        ("CUSTOMER", "Client", "Kunde"), ("SUPPLIER", "Supplier", "Lieferant"),
        ("COMPETITOR", "Competitor", "Wettbewerber"), ("PARTNER", "Partner", "Partner"),
        ("OTHER", "Other", "Sonstiges"),
    ),
    "INDUSTRY": (
        ("IT", "Information technology", "Informationstechnik"),
        ("TELECOM", "Telecommunications", "Telekommunikation"), ("MANUFACTURING", "Manufacturing", "Fertigung"),
        ("BANKING", "Banking", "Banken"), ("CONSULTING", "Consulting", "Beratung"), ("FINANCE", "Finance", "Finanzen"),
        ("GOVERNMENT", "Government", "Öffentliche Hand"), ("DELIVERY", "Delivery", "Lieferdienste"),
        ("ENTERTAINMENT", "Entertainment", "Unterhaltung"), ("NOTPROFIT", "Non-profit", "Gemeinnützig"),
        ("OTHER", "Other", "Sonstiges"),
    ),
    "EMPLOYEES": (
        ("EMPLOYEES_1", "under 50", "unter 50"), ("EMPLOYEES_2", "50–250", "50–250"),
        ("EMPLOYEES_3", "250–500", "250–500"), ("EMPLOYEES_4", "over 500", "über 500"),
    ),
    "DEAL_TYPE": (
        ("SALE", "Sale", "Verkauf"), ("GOODS", "Goods", "Waren"), ("SERVICES", "Services", "Dienstleistungen"),
        ("SERVICE", "Support", "Kundendienst"), ("OTHER", "Other", "Sonstiges"),
    ),
    "HONORIFIC": (("HNR_EN_1", "Mr", "Herr"), ("HNR_EN_2", "Ms", "Frau")),
}  # fmt: skip
PIPELINES = (
    # item type, code, exchange id, English, German
    ("lead", "lead", None, "Leads", "Leads"),
    ("deal", "general", 0, "General", "Allgemein"),
    ("estimate", "estimate", None, "Estimates", "Angebote"),
    ("invoice", "invoice", 1, "Invoices", "Rechnungen"),
)
STAGES = {
    "lead": (
        ("NEW", "Unassigned", "Nicht zugewiesen", "process", 10, "cyan"),
        ("IN_PROCESS", "In progress", "In Bearbeitung", "process", 20, "blue"),
        ("PROCESSED", "Processed", "Bearbeitet", "process", 30, "teal"),
        ("CONVERTED", "Converted", "Konvertiert", "success", 50, "green"),
        ("JUNK", "Junk lead", "Ungeeigneter Lead", "failure", 60, "red"),
    ),
    "deal": (
        ("NEW", "New", "Neu", "process", 10, "blue"),
        ("PREPARATION", "Preparing documents", "Unterlagen vorbereiten", "process", 20, "cyan"),
        ("PREPAYMENT_INVOICE", "Prepayment invoice", "Anzahlungsrechnung", "process", 30, "teal"),
        ("EXECUTING", "In progress", "In Arbeit", "process", 40, "lime"),
        ("FINAL_INVOICE", "Final invoice", "Schlussrechnung", "process", 50, "orange"),
        ("WON", "Deal won", "Auftrag gewonnen", "success", 60, "green"),
        ("LOSE", "Deal lost", "Auftrag verloren", "failure", 70, "red"),
        ("APOLOGY", "Analyse failure", "Ursache klären", "failure", 80, "red"),
    ),
    "estimate": (
        ("DRAFT", "New", "Neu", "process", 10, "blue"),
        ("SENT", "Sent to client", "An Kunden gesendet", "process", 20, "cyan"),
        ("APPROVED", "Accepted", "Angenommen", "success", 30, "green"),
        ("DECLAINED", "Declined", "Abgelehnt", "failure", 40, "red"),  # spelled so: it is the exchange code
    ),
    "invoice": (
        ("N", "New", "Neu", "process", 10, "blue"),
        ("S", "Sent to client", "An Kunden gesendet", "process", 20, "cyan"),
        ("P", "Paid", "Bezahlt", "success", 30, "green"),
        ("D", "Not paid", "Nicht bezahlt", "failure", 40, "red"),
    ),
}
MEASURES = (
    (796, "C62", "Piece", "Stück", "pcs", "Stk."),
    (6, "MTR", "Metre", "Meter", "m", "m"),
    (112, "LTR", "Litre", "Liter", "l", "l"),
    (163, "GRM", "Gram", "Gramm", "g", "g"),
    (166, "KGM", "Kilogram", "Kilogramm", "kg", "kg"),
)
TAX_RATES = (("19 %", "19", "S", True, 10), ("7 %", "7", "S", False, 20), ("0 %", "0", "Z", False, 30))
ITEM_TYPES = ("lead", "deal", "contact", "company", "estimate", "invoice")
WITH_STAGES = ("lead", "deal", "estimate", "invoice")


def fill(apps: Any, _schema_editor: Any) -> None:
    """Insert the rows above into an empty database."""
    _currencies_and_directories(apps)
    _pipelines(apps)
    _catalogue(apps)
    _roles(apps)


def _currencies_and_directories(apps: Any) -> None:
    currency = apps.get_model("core", "Currency")
    for code, base, rate, nominal, decimals, sort in CURRENCIES:
        currency.objects.create(code=code, is_base=base, rate=rate, nominal=nominal, decimals=decimals, sort=sort)
    value = apps.get_model("core", "DirectoryValue")
    for directory, rows in DIRECTORIES.items():
        for place, (code, en, de) in enumerate(rows, 1):
            labels = {"en": en, "de": de}
            value.objects.create(directory=directory, code=code, labels=labels, sort=place * 10, system=True)


def _pipelines(apps: Any) -> None:
    for item_type, code, exchange_id, en, de in PIPELINES:
        pipeline = apps.get_model("core", "Pipeline").objects.create(
            item_type=item_type, code=code, exchange_id=exchange_id, labels={"en": en, "de": de}, is_default=True
        )
        for stage, label, german, semantics, sort, colour in STAGES[item_type]:
            apps.get_model("core", "Stage").objects.create(
                pipeline=pipeline, code=stage, labels={"en": label, "de": german}, semantics=semantics, sort=sort,
                colour=colour, system=True, is_analysis=stage == "APOLOGY",
            )  # fmt: skip


def _catalogue(apps: Any) -> None:
    for code, unece, en, de, symbol, german in MEASURES:
        apps.get_model("crm", "Measure").objects.create(
            code=code, unece_code=unece, titles={"en": en, "de": de}, symbols={"en": symbol, "de": german},
            is_default=code == MEASURES[0][0],
        )  # fmt: skip
    for name, rate, category, default, sort in TAX_RATES:
        apps.get_model("crm", "TaxRate").objects.create(
            name=name, rate=rate, category=category, is_default=default, sort=sort
        )
    for item_type in ("estimate", "invoice"):
        apps.get_model("core", "Numbering").objects.create(item_type=item_type)


def _roles(apps: Any) -> None:
    role, grant = apps.get_model("core", "Role"), apps.get_model("core", "Grant")
    manager = role.objects.create(code="manager", labels={"en": "Manager", "de": "Manager"}, system=True)
    apps.get_model("core", "RoleMember").objects.create(role=manager)
    for item_type in ITEM_TYPES:
        actions = ("read", "add", "edit", "move") if item_type in WITH_STAGES else ("read", "add", "edit")
        for action in actions:
            grant.objects.create(role=manager, item_type=item_type, action=action, scope="department")


class Migration(migrations.Migration):
    """Fill an empty database."""

    dependencies = (("crm", "0001_initial"), ("core", "0003_audit_is_append_only"))
    operations = (migrations.RunPython(fill, migrations.RunPython.noop),)
