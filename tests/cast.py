"""Who acts in tests: Alice sells and owns, Bob is in her department, Charlie is not, Dana administers."""

import pytest
from django.test import Client

from segue.core.models import Department, User
from tests import builders


@pytest.fixture
def sales(db: None) -> Department:
    return Department.objects.create(name="Sales")


@pytest.fixture
def alice(sales: Department) -> User:
    return builders.person("Alice", department=sales)


@pytest.fixture
def bob(sales: Department) -> User:
    return builders.person("Bob", department=sales)


@pytest.fixture
def charlie(db: None) -> User:
    return builders.person("Charlie", department=Department.objects.create(name="Service"))


@pytest.fixture
def dana(db: None) -> User:
    return builders.person("Dana", is_admin=True)


@pytest.fixture
def web(client: Client, alice: User) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def admin(client: Client, dana: User) -> Client:
    """A browser in which Dana has signed in."""
    client.force_login(dana)
    return client
