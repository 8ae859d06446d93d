"""How do forms look, when they were refused?"""

from django import forms

TYPES = [{"value": "WORK", "label": "Work"}, {"value": "MOBILE", "label": "Mobile"}]
PHONES = [
    {"prefix": "phone-0", "value": "+49 521 96 80-112", "type": "WORK"},
    {
        "prefix": "phone-1",
        "value": "12",
        "type": "MOBILE",
        "do_not_contact": True,
        "error": "A phone number has at least five digits.",
    },
]
COMMUNICATIONS = [
    {"kind": "phone", "label": "Phone", "input": "tel", "types": TYPES, "rows": PHONES},
    {"kind": "email", "label": "E-Mail", "input": "email", "types": TYPES, "rows": []},
]

COLUMNS_OF_FILE = [
    {"label": "Nachname", "samples": "Adler · Born", "name": "b0", "options": [{"value": "1", "label": "Last name"}]},
    {
        "label": "Kundennummer",
        "samples": "10023 · 10024",
        "name": "b1",
        "options": [{"value": "1", "label": "Last name"}],
        "error": "Only one column can be this field.",
    },
]


class Sample(forms.Form):
    """A field of every kind that Django draws itself."""

    title = forms.CharField(label="Name", max_length=255)
    stage = forms.ChoiceField(label="Stage", choices=[("N", "New"), ("S", "An Kunden gesendet")])
    amount = forms.DecimalField(label="Amount", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    currency = forms.ChoiceField(label="Currency", choices=[("EUR", "EUR"), ("JPY", "JPY")])
    due_on = forms.DateField(label="Pay before", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    open_to_all = forms.BooleanField(label="Available to everyone", required=False)
    reminder = forms.BooleanField(label="Remind me", required=False, help_text="A day before, by e-mail")
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("a", "Goods"), ("b", "Work")], widget=forms.CheckboxSelectMultiple, required=False
    )
    mode = forms.ChoiceField(label="Mode", choices=[("r", "per row"), ("d", "per document")], widget=forms.RadioSelect)
    manual = forms.BooleanField(label="Enter the amount by hand", required=False)
    comment = forms.CharField(label="Comment", widget=forms.Textarea(attrs={"rows": 3}), help_text="Markdown is kept")


def refused() -> Sample:
    """The form as it comes back with its errors."""
    return Sample({"amount": "12,34,56", "currency": "EUR", "reminder": "1", "kinds": ["a"], "mode": "r"})


class Billing(forms.Form):
    """Some lines of a billing block."""

    tax_id = forms.CharField(label="VAT ID", required=False, initial="DE123456789")
    iban = forms.CharField(label="IBAN", required=False, initial="DE02 1203 0000 0000 2020 51")
