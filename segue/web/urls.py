"""Every route of the product, on one screen."""

from django.urls import URLPattern, URLResolver, path, register_converter

from segue.core import item_types
from segue.web.views import lists, me, session, start


class Word:
    """A part of an address as it is."""

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it is."""
        return value


class Items(Word):
    """The name of an item type in addresses: `deals`."""

    regex = "|".join(item_type.slug for item_type in item_types.all_types())


class Id:
    """The key of a row. More digits than a database can hold are no address of ours, so they answer 404."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


register_converter(Items, "items")
register_converter(Id, "id")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("me/language/", me.language, name="language"),
    path("me/theme/", me.theme, name="theme"),
    # Lists and items
    path("<items:slug>/", lists.show, name="list"),
]
