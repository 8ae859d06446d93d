"""What are the comparisons called?"""

from django.utils.translation import pgettext_lazy

from segue.core.item_types import Text

WORDS: dict[str, Text] = {
    "is": pgettext_lazy("filter", "is"),
    "is_not": pgettext_lazy("filter", "is not"),
    "contains": pgettext_lazy("filter", "contains"),
    "starts": pgettext_lazy("filter", "begins with"),
    "at_least": pgettext_lazy("filter", "at least"),
    "at_most": pgettext_lazy("filter", "at most"),
    "between": pgettext_lazy("filter", "between"),
    "among": pgettext_lazy("filter", "is one of"),
    "blank": pgettext_lazy("filter", "is empty"),
    "filled": pgettext_lazy("filter", "is not empty"),
    "within": pgettext_lazy("filter", "in the period"),
}
DAY_WORDS = WORDS | {"at_least": pgettext_lazy("filter", "from"), "at_most": pgettext_lazy("filter", "until")}
THERE_WORDS = WORDS | {"blank": pgettext_lazy("filter", "missing"), "filled": pgettext_lazy("filter", "present")}
ASK_NOTHING = frozenset({"blank", "filled"})
