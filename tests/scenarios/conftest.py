"""Who sits at the desk?"""

import pytest
from django.test import Client

from segue.core.models import User
from tests.scenarios.desk import Desk


@pytest.fixture
def desk(client: Client, alice: User) -> Desk:
    """A browser in which Alice has signed in."""
    return Desk(client, alice)
