"""What does each address need? One line per route; whoever adds a route adds its line here.

A line says which right it takes, and where the address (or what is sent) names something: whose. `send` is what a form
that means it would send; routes that only show, or that only take what is sent, say so. `open_to_all` routes carry the
reason why strangers may call them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SIGNED_IN = "signed in"
LIST = "read some items of the type"
EXPORT = "export some items of the type"
COPY = "read it, and add such items"
READ, EDIT, ADD, DELETE = "read it", "edit it", "add such items", "delete it"
IMPORT = "import and add such items"
MOVE, COMMENT, CONVERT = "edit and move it", "edit or observe it", "edit it and add what is made"
UNDO, RESTORE, PURGE = "undo the conversion", "read it, and have deleted it", "read it, and be an administrator"
TAKE_BACK = "read it, and have written the comment"
ACCESS = "read some items, or the right to change settings or products"
SETTINGS, CATALOGUE, ADMINISTRATOR = "the settings right", "edit the catalogue", "be an administrator"
NOTHING = "nothing: open to all"

# What an address, or a form, names.
ITEM, FILE, CONVERSION, COMMENTED, BINNED, DRAFT = "item", "file", "conversion", "comment", "binned", "draft"
ACTIVITY = "activity"  # of somebody else: its author and responsible may more, see test_activities.py
ALL = ("lead", "deal", "contact", "company", "estimate", "invoice")
COMPARED = ("lead", "contact", "company")
WITH_ROWS = ("lead", "deal", "estimate", "invoice")


@dataclass(frozen=True)
class Door:
    """What a route needs, of what, and how it is asked."""

    needs: str
    of: str = ""
    types: tuple[str, ...] = ALL
    fill: Mapping[str, object] = field(default_factory=dict)  # the rest of the address
    send: Mapping[str, str] = field(default_factory=dict)
    shows: bool = True  # answers a GET
    takes: bool = True  # answers a POST
    instead: str = ""  # what answers everybody here, for nothing is configured or has begun: "404" or "sign in"
    why: str = ""  # of what is open to all


def shown(needs: str, of: str = "", **more: object) -> Door:
    """A page that takes no form."""
    return Door(needs, of, takes=False, **more)  # type: ignore[arg-type]


def sent(needs: str, of: str = "", **more: object) -> Door:
    """An address that only takes a form."""
    return Door(needs, of, shows=False, **more)  # type: ignore[arg-type]


DOORS: dict[str, Door] = {
    # People
    "start": Door(SIGNED_IN),  # says so to whoever has no role
    "figures": shown(ACCESS),  # count what one may read, see web/test_figures.py
    "figure": shown(ACCESS, fill={"figure": "activities"}),  # likewise
    "first-steps-dismiss": sent(ADMINISTRATOR),
    "sign-in": Door(NOTHING, why="it is where one signs in"),
    "sign-out": sent(SIGNED_IN),
    "me": shown(SIGNED_IN),
    "language": sent(NOTHING, send={"language": "en"}, why="the sign-in page has a choice of language"),
    "settings-sample": shown(ADMINISTRATOR),
    "settings-sample-load": sent(ADMINISTRATOR),
    "settings-sample-remove": sent(ADMINISTRATOR),
    "manifest": Door(NOTHING, takes=False, why="browsers ask for it before anybody signs in; it is about no one"),
    "worker": Door(NOTHING, takes=False, why="browsers ask for it by themselves; it is a script of ours"),
    "offline": Door(NOTHING, takes=False, why="browsers keep it for when the network is away; it is about no one"),
    "help": shown(SIGNED_IN),
    "guide": shown(SIGNED_IN, fill={"topic": "roles"}),
    "theme": sent(SIGNED_IN, send={"theme": "dark"}),
    "keys": Door(SIGNED_IN),
    "names": shown(ACCESS, send={"q": "a"}),
    "palette": shown(ACCESS, send={"q": "a"}),  # finds what one may read, see test_leaks.py
    "search": shown(ACCESS, send={"q": "a"}),  # finds what one may read, see test_leaks.py
    "notices": shown(SIGNED_IN),  # one's own, see web/test_notices.py
    "notices-count": shown(SIGNED_IN),
    "notices-read": sent(SIGNED_IN),
    "jobs": shown(SIGNED_IN),  # one's own, as the following; see web/test_jobs.py
    "job": shown(SIGNED_IN, fill={"pk": "{job}"}),
    "job-act": sent(SIGNED_IN, fill={"pk": "{job}", "act": "cancel"}),
    "job-undo": sent(SIGNED_IN, fill={"pk": "{job}"}),
    "job-file": shown(SIGNED_IN, fill={"pk": "{job}"}, instead="404"),  # it made none
    "many": Door(LIST),  # leads back with nothing ticked; see web/test_many.py
    "bin-many": Door(ACCESS),
    "notice": sent(SIGNED_IN, fill={"pk": "{notice}"}),
    "notice-choices": Door(SIGNED_IN),
    "components": shown(SIGNED_IN),  # made-up data only
    "account_login": Door(NOTHING, why="another name of sign-in"),
    "mfa_authenticate": Door(NOTHING, instead="sign in", why="it is the second half of signing in"),
    "passkey": Door(NOTHING, why="it is where one signs in"),
    "single-sign-on": Door(NOTHING, takes=False, instead="404", why="it is where one signs in"),
    "single-sign-on-back": Door(NOTHING, takes=False, instead="404", why="the organisation sends people back here"),
    "password-forgotten": Door(NOTHING, why="whoever cannot sign in asks for a mail here"),
    "password-link": Door(NOTHING, takes=False, fill={"who": "MQ", "token": "a-b"}, why="the mail leads here"),
    "password-new": Door(NOTHING, why="the mail leads here"),
    "invitation": Door(NOTHING, takes=False, fill={"pk": "{person}", "token": "a-b"}, why="the mail leads here"),
    "invitation-password": Door(NOTHING, instead="404", why="the mail leads here"),
    "invitation-done": Door(NOTHING, takes=False, why="it says that one can sign in now"),
    # Me: each asks for the password again where it is long ago
    "security": shown(SIGNED_IN),
    "security-confirm": Door(SIGNED_IN),
    "security-password": Door(SIGNED_IN),
    "security-app": Door(SIGNED_IN),
    "security-app-remove": Door(SIGNED_IN),
    "security-passkey-new": Door(SIGNED_IN),
    "security-passkey": Door(SIGNED_IN, fill={"pk": 1}),
    "security-passkey-remove": Door(SIGNED_IN, fill={"pk": 1}),
    "security-codes": Door(SIGNED_IN),
    "security-codes-file": shown(SIGNED_IN),
    "security-session-end": sent(SIGNED_IN, fill={"pk": 1}),
    "security-sessions-end": sent(SIGNED_IN),
    "view-as": sent(ADMINISTRATOR, fill={"pk": "{person}"}),
    "view-as-end": sent(SIGNED_IN),
    # Lists and items
    "list": shown(LIST),
    "duplicates": shown(LIST, types=COMPARED),
    "duplicates-scan": sent(LIST, types=COMPARED),
    "duplicates-apart": sent(LIST, types=COMPARED, instead="404"),  # of nothing, see web/test_merging.py
    "merge": Door(LIST, instead="404"),  # of nothing, see web/test_merging.py
    "merge-undo": Door(SIGNED_IN, fill={"pk": 1}, instead="404"),  # nothing was merged
    "board": shown(LIST, types=WITH_ROWS),
    "board-in": shown(LIST, types=WITH_ROWS, fill={"pipeline": "general"}),
    "deadlines": shown(LIST, types=("estimate", "invoice")),
    "lane": shown(LIST, types=WITH_ROWS),
    "totals": shown(LIST, types=WITH_ROWS),
    "cards": Door(LIST, types=WITH_ROWS),
    "quick-add": Door(ADD, types=WITH_ROWS),
    "move": shown(EDIT, ITEM, types=WITH_ROWS),
    "deadline": Door(EDIT, ITEM, types=("estimate", "invoice"), send={"to": "later"}),
    "list-filter": Door(LIST, send={"row": "0", "field-0": "title", "how-0": "contains", "what-0": "a"}),
    "list-columns": Door(LIST, send={"act": "up:owner"}),
    "list-export": Door(EXPORT, send={"format": "csv"}),
    "view-new": Door(LIST, send={"name": "Mine"}),
    "view-edit": Door(LIST, fill={"pk": "{view}"}, instead="404"),  # one's own, see web/test_saved_views.py
    "view-update": sent(LIST, fill={"pk": "{view}"}, instead="404"),
    "view-delete": sent(LIST, fill={"pk": "{view}"}, instead="404"),
    "view-choose": sent(LIST, fill={"code": "mine"}, send={"act": "pin"}),
    "cell": Door(EDIT, ITEM, fill={"column": "comment"}),  # which every type has
    "copy": sent(COPY, ITEM),
    "arrange": Door(LIST, send={"act": "add"}),
    "new": Door(ADD),
    "import": Door(IMPORT),
    "import-template": shown(IMPORT),
    "import-mapping": Door(IMPORT, types=("deal",), fill={"pk": "{import}"}, send={"act": "update"}),
    "import-trial": shown(IMPORT, types=("deal",), fill={"pk": "{import}"}),
    "import-start": sent(IMPORT, types=("deal",), fill={"pk": "{import}"}),
    "item": shown(READ, ITEM),
    "edit": Door(EDIT, ITEM),
    "field": Door(EDIT, ITEM, fill={"spot": "comment"}),  # which every type has
    "tab": shown(READ, ITEM, fill={"tab": "history"}),
    "delete": Door(DELETE, ITEM),
    "here": sent(READ, ITEM),
    "print": shown(READ, ITEM, types=("estimate", "invoice")),
    "stage": sent(MOVE, ITEM, types=WITH_ROWS, send={"stage": "{stage}"}),
    "comment": sent(COMMENT, ITEM, send={"text": "Called."}),
    "comment-delete": sent(TAKE_BACK, COMMENTED),
    "pin": sent(COMMENT, COMMENTED),
    "unpin": sent(COMMENT, COMMENTED),
    "links": Door(EDIT, ITEM, send={"add": "1"}),
    "activity-new": Door(
        COMMENT,
        ITEM,
        fill={"what": "to-do"},
        send={"title": "Call", "deadline": "2030-01-01T09:00", "responsible": "{owner}"},
    ),
    "activity": Door(
        EDIT,
        ACTIVITY,
        send={"title": "Other", "deadline": "2030-01-01T09:00", "responsible": "{owner}", "version": "1"},
    ),
    "activity-complete": Door(EDIT, ACTIVITY, send={"result": "They agree."}),
    "activity-postpone": Door(EDIT, ACTIVITY, send={"deadline": "2030-01-01T09:00"}),
    "activity-reopen": sent(EDIT, ACTIVITY),
    "activity-delete": Door(EDIT, ACTIVITY),
    "file": shown(READ, FILE),
    "convert": Door(CONVERT, ITEM, types=("lead", "deal", "estimate"), send={"key": "k", "version": "{version}"}),
    "undo": sent(UNDO, CONVERSION, types=("lead",), send={"key": "k", "fingerprint": "f"}),
    "bin": shown(ACCESS),  # one's own deletions
    "restore": sent(RESTORE, BINNED),
    "purge": Door(PURGE, BINNED),
    # Parts of the form, for the item they name
    "rows-update": sent(EDIT, DRAFT, types=WITH_ROWS),
    "client-update": sent(EDIT, DRAFT),
    "communications-update": sent(EDIT, DRAFT, types=("lead", "contact", "company")),
    "observers-update": sent(EDIT, DRAFT, types=("lead", "deal", "contact", "company", "invoice")),
    "duplicates-update": sent(EDIT, DRAFT, types=("lead", "contact", "company")),
    "custom-update": sent(EDIT, DRAFT, types=("deal",), send={"custom_action": "search:REFERENCE"}),
    "client-search": shown(ACCESS, send={"kind": "contact", "q": "a"}),  # finds what one may read, see test_leaks.py
    "custom-search": shown(ACCESS, fill={"pk": "{reference}"}, send={"q": "a"}),  # likewise
    "product-options": shown(ACCESS),
    # The catalogue
    "products": shown(ACCESS),
    "product-new": Door(CATALOGUE),
    "product": Door(ACCESS, fill={"pk": "{product}"}, takes=False),  # its form: CATALOGUE, below
    "product-activate": sent(CATALOGUE, fill={"pk": "{product}"}),
    "product-deactivate": sent(CATALOGUE, fill={"pk": "{product}"}),
    "product-delete": Door(CATALOGUE, fill={"pk": "{product}"}),
    # Settings
    "settings": shown(SETTINGS),
    "settings-general": Door(SETTINGS),
    "settings-sellers": shown(SETTINGS),
    "settings-seller-new": Door(SETTINGS),
    "settings-seller": Door(SETTINGS, fill={"pk": "{seller}"}),
    "settings-seller-default": sent(SETTINGS, fill={"pk": "{seller}"}),
    "settings-seller-delete": Door(SETTINGS, fill={"pk": "{seller}"}),
    "settings-people": shown(SETTINGS),
    "settings-person-new": Door(ADMINISTRATOR),
    "settings-person": Door(SETTINGS, fill={"pk": "{person}"}, takes=False),  # its form: ADMINISTRATOR, below
    "settings-person-invite": sent(ADMINISTRATOR, fill={"pk": "{person}"}),
    "settings-person-activate": sent(ADMINISTRATOR, fill={"pk": "{person}"}),
    "settings-person-forget-sso": Door(ADMINISTRATOR, fill={"pk": "{person}"}),
    "settings-person-deactivate": Door(ADMINISTRATOR, fill={"pk": "{person}"}),
    "settings-person-hand-over": Door(ADMINISTRATOR, fill={"pk": "{person}"}),
    "settings-handover": shown(ADMINISTRATOR, fill={"pk": "{handover}"}),
    "settings-handover-go-on": sent(ADMINISTRATOR, fill={"pk": "{handover}"}),
    "settings-departments": shown(SETTINGS),
    "settings-department-new": Door(SETTINGS),
    "settings-department": Door(SETTINGS, fill={"pk": "{department}"}),
    "settings-department-delete": Door(SETTINGS, fill={"pk": "{department}"}),
    "settings-department-move": sent(SETTINGS, fill={"pk": "{department}", "step": "down"}),
    "settings-jobs": shown(ADMINISTRATOR),
    "settings-audit": shown(ADMINISTRATOR),
    "settings-audit-export": sent(ADMINISTRATOR),
    "settings-sign-in": Door(ADMINISTRATOR),
    "settings-access": shown(SETTINGS),
    "settings-role-new": Door(SETTINGS),
    "settings-access-compare": shown(SETTINGS),
    "settings-role": Door(SETTINGS, fill={"pk": "{role}"}),
    "settings-role-delete": Door(SETTINGS, fill={"pk": "{role}"}),
    "settings-access-person": shown(SETTINGS, fill={"pk": "{person}"}),
    "settings-numbering": shown(SETTINGS),
    "settings-numbering-of": Door(SETTINGS, fill={"kind": "invoices"}),
    "settings-base": Door(SETTINGS, fill={"code": "USD"}),
    "settings-required": Door(SETTINGS),
    "settings-required-of": Door(SETTINGS, fill={"kind": "deals"}),
    "settings-fields": shown(SETTINGS),
    "settings-field-new": Door(SETTINGS),
    "settings-field-code": shown(SETTINGS, send={"type": "deal"}),
    "settings-fields-of": shown(SETTINGS, fill={"kind": "deals"}),
    "settings-field": Door(SETTINGS, fill={"pk": "{field}"}),
    "settings-field-delete": Door(SETTINGS, fill={"pk": "{field}"}),
    "settings-form-views": shown(SETTINGS),
    "settings-form-view-delete": Door(SETTINGS, fill={"pk": "{form_view}"}),
    "settings-field-move": sent(SETTINGS, fill={"pk": "{field}", "step": "down"}),
    "settings-options": shown(SETTINGS, fill={"pk": "{field}"}),
    "settings-options-new": Door(SETTINGS, fill={"pk": "{field}"}),
    "settings-option": Door(SETTINGS, fill={"pk": "{field}", "option": "{option}"}),
    "settings-option-delete": Door(SETTINGS, fill={"pk": "{field}", "option": "{option}"}),
    "settings-option-move": sent(SETTINGS, fill={"pk": "{field}", "option": "{option}", "step": "down"}),
    "settings-rows": shown(SETTINGS, fill={"place": "vat-rates"}),
    "settings-row-new": Door(SETTINGS, fill={"place": "directories/source"}),
    "settings-row": Door(SETTINGS, fill={"place": "currencies", "key": "EUR"}),
    "settings-row-delete": Door(SETTINGS, fill={"place": "measures", "key": "{measure}"}),
    "settings-row-move": sent(SETTINGS, fill={"place": "vat-rates", "key": "{rate}", "step": "down"}),
}
# Where looking and sending need different things.
FORMS: dict[str, Door] = {
    "product": sent(CATALOGUE, fill={"pk": "{product}"}),
    "passkey": sent(NOTHING, instead="sign in"),
    "settings-person": sent(ADMINISTRATOR, fill={"pk": "{person}"}),
}
