"""What do tests of rights share? A world in which every address leads somewhere."""

from pathlib import Path

import pytest

from tests import builders
from tests.rights import places
from tests.rights.places import Places


@pytest.fixture(scope="module")
def settled(shared: Path) -> Places:
    me, stranger = (builders.person(name) for name in ("Me", "Stranger"))
    return places.settle(me, stranger, builders.person("Dana", is_admin=True))
