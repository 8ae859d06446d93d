"""What is a screen? An address, who looks at it and on which system, and what is pressed to open a dialog on it."""

from dataclasses import dataclass

from django.utils.translation import gettext, override, pgettext

ALICE, BOB, DANA, ERIKA, GUEST, NOBODY = "alice", "bob", "dana", "erika", "guest", ""
DEMO, EMPTY = "demo", "empty"  # the firm of the demo data, or nothing but its administrator
SYSTEMS = (DEMO, EMPTY)
VIEWER = "viewer"  # an administrator who looks at what somebody else sees
LANGUAGES = ("en", "de")
DESK, PHONE = "desk", "phone"
SIZES = {DESK: (1280, 900), PHONE: (390, 844)}


@dataclass(frozen=True)
class Step:
    """Presses what is called so, or writes into it; `name` is a text of the catalogue."""

    name: str
    text: str = ""  # to write
    of: str = ""  # what the name says in place of %(name)s: a text of the catalogue, or a name of somebody
    context: str = ""  # of the text in the catalogue
    german: str = ""  # where the name is data
    leaves: bool = False  # leads to another page

    def named(self, language: str) -> str:
        """Return the accessible name in a language."""
        if language == "de" and self.german:
            return self.german
        with override(language):
            if self.context:
                return pgettext(self.context, self.name)
            name = " + ".join(map(gettext, self.name.split(" + ")))  # how the ways of a lead are called
            return name % {"name": gettext(self.of)} if self.of else name


Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Screen:
    """One screen; `address` may name keys of the scene (scene.py) in braces."""

    name: str
    address: str
    who: str = ALICE
    system: str = DEMO
    steps: Steps = ()
    on_phone: Steps | None = None  # other steps there
    sizes: tuple[str, ...] = (DESK, PHONE)

    def steps_at(self, size: str) -> Steps:
        """Return what to press at this size."""
        return self.on_phone if size == PHONE and self.on_phone is not None else self.steps

    @property
    def is_dialog(self) -> bool:
        """Say whether something was opened above the page."""
        return bool(self.steps or self.on_phone)


def press(*names: str | Step) -> Steps:
    """Press one after the other."""
    return tuple(name if isinstance(name, Step) else Step(name) for name in names)
