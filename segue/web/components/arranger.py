"""How does the arrangement of a form look while somebody makes it? What c-arranger takes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.models import FormView, User

Entry = dict[str, Any]


def describe(arranging: Any, reader: User, *, action: str, said: str = "") -> Entry:
    """Describe sections and hidden fields with what each button asks; `arranging` is forms.arranging.Arranging."""
    titles = [(each["code"], arranging.title(each)) for each in arranging.sections]
    sections = [_section(arranging, place, titles, reader) for place in range(len(titles))]
    hidden = [
        _field(arranging, name, reader) | {"menu": _ways(name, titles)}
        for name in sorted(arranging.hidden, key=arranging.label)
    ]
    return {"sections": sections, "hidden": hidden, "action": action, "said": said}


def holding(view: FormView | None) -> str:
    """Say which arrangement one looks at."""
    if view is None:
        return _("The form stands as Segue has it.")
    if view.owner_id:
        return _("This is your own arrangement.")
    if view.name:
        return _("This is the view “%(name)s”.") % {"name": view.name}
    return _("This is the arrangement for everyone.")


def members(view: FormView) -> str:
    """Name whom a named view is for."""
    return ", ".join([*(each.name for each in view.departments.all()), *(each.name for each in view.users.all())])


def _section(arranging: Any, place: int, titles: list[tuple[str, str]], reader: User) -> Entry:
    section, (code, title) = arranging.sections[place], titles[place]
    others = [each for each in titles if each[0] != code]
    last = len(titles) - 1
    fields = [
        _field(arranging, name, reader)
        | {
            "is_first": place == 0 and at == 0,
            "is_last": place == last and at == len(section["fields"]) - 1,
            "menu": [*_ways(name, others), *_hiding(arranging, name)],
        }
        for at, name in enumerate(section["fields"])
    ]
    return {
        "code": code,
        "title": title,
        "labels": section["labels"],
        "fields": fields,
        "is_first": place == 0,
        "is_last": place == last,
        "may_go": len(titles) > 1,
        "is_hidden": section["hidden"],
        "select": [
            {"value": f"to:{name}:{code}", "label": arranging.label(name)}
            for name in sorted(arranging.hidden, key=arranging.label)
        ],
    }


def _field(arranging: Any, name: str, reader: User) -> Entry:
    is_own = name in arranging.custom and reader.may_change_settings
    return {
        "name": name,
        "label": arranging.label(name),
        "href": reverse("settings-field", args=[arranging.custom[name].pk]) if is_own else "",
        "names": arranging.names.get(name, {}),
        "may_rename": arranging.may_rename(name),
        "note": "" if arranging.may_hide(name) else _("always shown"),
    }


def _ways(name: str, titles: list[tuple[str, str]]) -> list[Entry]:
    to = _("To “%(section)s”")
    return [
        {"value": f"to:{name}:{code}", "label": to % {"section": title}, "icon": "forward"} for code, title in titles
    ]


def _hiding(arranging: Any, name: str) -> list[Entry]:
    return [{"value": f"hide:{name}", "label": _("Hide"), "icon": "hidden"}] if arranging.may_hide(name) else []
