"""Does a text name those it means, and nobody else?"""

import pytest

from segue.core import addressed
from segue.core.models import User
from tests import builders


@pytest.fixture
def crew(db: None) -> list[User]:
    gone = builders.person("Gone", is_active=False)
    people = {"ann": "Ann", "ann.lee": "Ann Lee", "oe": "Özil Ünal", "twin1": "Chris Fox", "twin2": "Chris Fox"}
    return [
        *(User.objects.create_user(f"{mail}@segue.test", name=name) for mail, name in people.items()),
        gone,
    ]


@pytest.mark.parametrize(
    ("text", "mails"),
    [
        ("Ann, look", []),
        ("@Ann look", ["ann"]),
        ("(@ann), @ANN!", ["ann"]),
        ("@Ann Lee has it", ["ann.lee"]),
        ("@Ann  Lee\nand @Ann", ["ann.lee", "ann"]),
        ("@Anna", []),
        ("write to mail@ann", []),
        ("@özil ünal", ["oe"]),
        ("@chris fox", ["twin1", "twin2"]),
        ("@twin1@segue.test", ["twin1"]),
        ("@Gone", []),
        ("@ nobody, @", []),
    ],
)
def test_an_at_sign_before_a_whole_name_or_an_address_means_somebody(
    crew: list[User], text: str, mails: list[str]
) -> None:
    assert [person.email.removesuffix("@segue.test") for person in addressed.people(text)] == mails


def test_a_text_without_the_sign_asks_nothing(crew: list[User], django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert addressed.people("Ann Lee") == []
