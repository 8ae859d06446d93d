"""Which fields can be shown and hidden from within an item's form, and how does the form stand then?"""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from segue.core import form_view_changes
from segue.web.forms.arranging import Arranging
from segue.web.forms.columns import Draft
from segue.web.forms.item_form import LEFT_OUT, ItemForm


def offer(sections: list[dict[str, Any]], form: ItemForm, *, back: str) -> None:
    """Let hidden fields be selected into each section, and those that stand there be hidden; for oneself."""
    draft = form.draft
    arranging = _arranging(draft)
    hidden = sorted(arranging.left_out, key=arranging.label)
    asked = {"variant": draft.item_type.variant(draft.item), "back": back}
    href = f"{reverse('arrange', args=[draft.item_type.slug])}?{urlencode(asked)}"
    by_code = {section["code"]: section for section in arranging.sections}
    for shown in sections:
        if (section := by_code.get(shown.get("code", ""))) is None:
            continue
        code = section["code"]
        shown["menu"] = {
            "code": code,
            "title": shown["title"],
            "select": [{"value": f"to:{name}:{code}", "label": arranging.label(name)} for name in hidden],
            "hide": [
                {"value": f"hide:{name}", "label": arranging.label(name)}
                for name in section["fields"]
                if arranging.may_hide(name)
            ],
            "href": href,
        }


def anew(form: ItemForm, asked: str) -> ItemForm:
    """Show or hide a field for the person who types, and return the form with all that was typed. Else it stays."""
    draft, arranging = form.draft, _arranging(form.draft)
    arranging.act(asked)
    place = (draft.item_type, draft.item_type.variant(draft.item))
    form_view_changes.save_personal(place, arranging.stored, actor=draft.reader)
    fresh = Draft(draft.item, draft.reader)
    hidden = {*fresh.arrangement.hidden}
    assert form.data is not None
    data = form.data.copy()
    data.setlist(LEFT_OUT, sorted(hidden))
    # What comes to be shown was not sent with the form: it begins with what is stored.
    again = ItemForm(fresh, data, as_stored=form.left_out - hidden, left_out=hidden)
    again.cursor = next(
        (name for name in arranging.item_type.with_others(asked.split(":")[1]) if name not in hidden), ""
    )
    return again


def _arranging(draft: Draft) -> Arranging:
    """Return the arrangement that holds for the reader."""
    return Arranging(draft.item_type, draft.custom_fields, draft.form_view, needed=draft.required)
