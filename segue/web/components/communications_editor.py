"""How do phones, e-mails, websites and messengers look while they are edited? What c-communications-editor takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core.item_types import Text
from segue.crm.models.contact_point import EMAIL, KIND_NAMES, LABELS, PHONE

INPUTS = {PHONE: "tel", EMAIL: "email"}  # the others are free text: people type www.brandt.de
LABEL_NAMES: dict[str, Text] = {
    "WORK": pgettext_lazy("kind of phone", "Work"),
    "MOBILE": _("Mobile"),
    "FAX": _("Fax"),
    "HOME": pgettext_lazy("kind of phone", "Home"),
    "PAGER": _("Pager"),
    "MAILING": _("Newsletters"),
    "OTHER": pgettext_lazy("kind of phone", "Other"),
    "OPENLINE": _("Live chat"),
    "IMOL": _("Chat"),
    "VK": "VK",
    "LIVEJOURNAL": "LiveJournal",
    "TWITTER": "X (Twitter)",
    "TELEGRAM": "Telegram",
    "VIBER": "Viber",
    "SKYPE": "Skype",
    "BITRIX24": "Bitrix24",
    "ICQ": "ICQ",
    "MSN": "MSN",
    "JABBER": "Jabber",
}


def group(name: str, kind: str, lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Describe the lines of one kind; `name` is the kind's in the form."""
    return {
        "kind": name,
        "label": KIND_NAMES[kind],
        "input": INPUTS.get(kind, "text"),
        "types": [{"value": label, "label": LABEL_NAMES[label]} for label in LABELS[kind]],
        "rows": [{"prefix": f"{name}-{place}", **line} for place, line in enumerate(lines)],
    }
