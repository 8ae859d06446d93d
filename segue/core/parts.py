"""What does an item hold in tables of its own, and how are they read, checked and written as if each were one field?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from segue.core.models import Item, Observer, User


@dataclass(frozen=True)
class Part:
    """A list-like piece of an item: client, communications, product rows, observers. One part is one field to
    versions, conflicts and history.

    `read` gives its value; `clean` checks a value and returns it normalised, or raises ValidationError; `write` makes
    the database hold exactly a cleaned value; `facts` words a value as JSON for history, with labels as they are now.
    Values compare by `==`.
    """

    name: str
    read: Callable[[Item], Any]
    clean: Callable[[Item, Any], Any]
    write: Callable[[Item, Any], None]
    facts: Callable[[Any], Any]


def _read_observers(item: Item) -> tuple[int, ...]:
    return tuple(item.observers.order_by("id").values_list("user_id", flat=True))


def _clean_observers(_item: Item, value: Any) -> tuple[int, ...]:  # noqa: ANN401 - any input is checked here
    wanted = tuple(dict.fromkeys(value))
    if wanted and User.objects.filter(pk__in=wanted).count() != len(wanted):
        raise ValidationError({"observers": "One of the observers does not exist."})
    return wanted


def _write_observers(item: Item, value: tuple[int, ...]) -> None:
    item.observers.exclude(user_id__in=value).delete()
    present = set(_read_observers(item))
    Observer.objects.bulk_create(Observer(item_id=item.pk, user_id=user) for user in value if user not in present)


def _observer_facts(value: tuple[int, ...]) -> list[dict[str, Any]]:
    names = dict(User.objects.filter(pk__in=value).values_list("pk", "name")) if value else {}
    return [{"id": pk, "label": names.get(pk, "")} for pk in value]


OBSERVERS = Part("observers", _read_observers, _clean_observers, _write_observers, _observer_facts)
