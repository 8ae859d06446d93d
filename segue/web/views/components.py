"""What does every component look like, in all its states? One page for those who build pages, with made-up data."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from segue.web.views import component_samples as samples

PARTS = (
    "buttons", "messages", "forms", "item", "timeline", "chain", "conversion", "lists", "products", "settings", "paper",
)  # fmt: skip
DIALOGS = ("panel", "sheet", "small", "wide")


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
    comment = forms.CharField(label="Comment", widget=forms.Textarea(attrs={"rows": 3}), help_text="Markdown is kept")


def show(request: HttpRequest) -> HttpResponse:
    """The page; with ?dialog=NAME one dialog, as htmx asks for it, and with ?theme=NAME in that theme."""
    sample = Sample({"amount": "12,34,56", "currency": "EUR", "reminder": "1", "kinds": ["a"], "mode": "r"})
    context: dict[str, Any] = {"sample": sample, "parts": PARTS, "dialogs": DIALOGS, **samples.everything()}
    if request.GET.get("dialog") in DIALOGS:
        return render(request, "pages/components/dialog.html", context | {"dialog": request.GET["dialog"]})
    return render(request, "pages/components.html", context)
