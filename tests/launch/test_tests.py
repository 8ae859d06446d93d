"""Does `./run test` leave out on PostgreSQL what needs no second database, and nothing else?"""

import pytest

from launch import postgres, tests
from launch.programs import ROOT


@pytest.mark.parametrize(
    ("given", "on_postgres"),
    [
        ([], ["-m", "not browser"]),
        (["tests/lib", "-x"], ["-m", "not browser", "tests/lib", "-x"]),
        (["-m", "slow or browser"], ["-m", "(slow or browser) and not browser"]),
        (["-x", "-m", "slow", "tests"], ["-x", "-m", "(slow) and not browser", "tests"]),
    ],
)
def test_no_browser_on_the_second_database(given: list[str], on_postgres: list[str]) -> None:
    assert tests.without_browser(given) == on_postgres


def test_tests_know_nothing_of_somebodys_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SEGUE_HOME", "SEGUE_URL", "DATABASE_URL"):
        monkeypatch.setenv(name, "theirs")
    assert "theirs" not in tests.clean_environment().values()


def test_an_unknown_bench_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SystemExit, match="Which one"):
        tests.bench(["nonsense"])


def test_a_given_database_is_used_and_left_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db.example/segue")
    with postgres.database() as url:
        assert url == "postgres://somebody@db.example/segue"


def test_a_folder_without_programs_has_no_version() -> None:
    assert postgres.major_version(ROOT) == 0
