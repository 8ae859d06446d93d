"""How does the plan of a conversion look?"""

FIELDS = [
    {"source": "Name", "target": "Subject", "value": "Website relaunch"},
    {"source": "Client", "target": "Client", "value": "Brandt GmbH, Ingrid Brandt"},
    {"source": "", "target": "Pay before", "value": "8 Dec 2026", "rule": "today + 14 days"},
    {"source": "Verantwortliche Person", "target": "Verantwortliche Person", "value": "Alice Meyer"},
]
ROWS = [
    {"name": "Concept and design", "quantity": "12 h", "sum": "1,440.00"},
    {"name": "Programming of the multilingual catalogue", "quantity": "58 h", "sum": "6,960.00"},
    {"name": "Discount for returning customers", "quantity": "1", "sum": "-250.00"},
]
INVOICE = {
    "heading": "Invoice",
    "icon": "invoice",
    "note": "new",
    "fields": FIELDS,
    "rows": ROWS,
    "files": ["angebot-brandt.pdf"],
}
CONTACT = {
    "heading": "Contact",
    "icon": "contact",
    "note": "Ingrid Brandt",
    "note_href": "#conversion",
    "fields": [{"source": "E-mail", "target": "E-mail", "value": "i.brandt@brandt.example", "rule": "added"}],
}
STAYS = [
    {"label": "Delivery window", "value": "before noon", "reason": "invoices have no such field"},
    {
        "label": "Unterstützungsbedarf bei der Inbetriebnahme",
        "value": "",
        "reason": "ein Feld mit diesem Namen gibt es unter anderem Code",
    },
]
TOTALS = [
    {"label": "Net", "before": "8,150.00", "after": "8,150.00"},
    {"label": "Tax", "before": "1,548.50", "after": "1,548.50"},
    {"label": "Total", "before": "9,698.50", "after": "9,698.50"},
]
PLAN = {
    "records": [INVOICE, CONTACT],
    "stays": STAYS,
    "totals": TOTALS,
    "effects": ["The deal stays in its stage."],
}
