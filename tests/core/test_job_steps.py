"""Does long work leave room for people who write meanwhile, on the one file that SQLite is?"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from segue.core import job_steps, jobs
from segue.core.models import Department

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not all of it")


@pytest.fixture(autouse=True)
def nobody_wrote(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has looked, and has written itself."""
    monkeypatch.setattr(job_steps, "_seen", {})
    jobs.portion(200)
    Department.objects.create(name="Sales")


def somebody_writes() -> None:
    def write() -> None:
        Department.objects.create(name="Service")
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(write).result()


def test_alone_work_is_done_in_large_portions() -> None:
    assert jobs.portion(200) == 200


def test_while_somebody_writes_in_small_ones() -> None:
    somebody_writes()
    assert jobs.portion(200) == 5


def rested(work: float) -> float:
    """Rest, work for so many seconds, and return how many of them the next rest lasts."""
    jobs.rest()
    time.sleep(work)
    began = time.monotonic()
    jobs.rest()
    return time.monotonic() - began


def test_while_somebody_writes_there_is_a_rest_after_each() -> None:
    somebody_writes()
    assert rested(0) >= job_steps.REST


def test_while_somebody_writes_a_rest_is_as_long_as_the_work() -> None:
    somebody_writes()
    assert rested(4 * job_steps.REST) >= 4 * job_steps.REST
