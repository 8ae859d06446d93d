"""How do statements reach PostgreSQL without each being waited for? By the pipeline of its driver, in their order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from segue.core import cursors


@contextmanager
def together() -> Iterator["Train | None"]:
    """Let what `tables` writes inside travel without waiting for each answer, in its order, in this transaction.

    Whatever else is asked waits until it has arrived, so it sees it. What the database refuses is raised there, or at
    the end: good for what is given up whole. SQLite, which answers at once, has no train.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        yield None
        return
    if under_way := train_on(connection):
        with _given_up(under_way):
            yield under_way
        return
    train = Train(connection)
    with connection.execute_wrapper(train):
        with _given_up(train):
            yield train
        train.arrive()


@contextmanager
def given_up_whole() -> Iterator[None]:
    """A transaction in which `tables` writes together, with whose last statement its end travels too."""
    with transaction.atomic(), together() as train:
        yield
        if train:
            train.commit()


@contextmanager
def _given_up(train: "Train") -> Iterator[None]:
    """When something goes wrong, leave what is on its way first: a savepoint could not be taken back before."""
    try:
        yield
    except BaseException:
        train.give_up()
        raise


def train_on(connection: BaseDatabaseWrapper) -> "Train | None":
    """Return the train of a connection, while something is written together."""
    return next((each for each in connection.execute_wrappers if isinstance(each, Train)), None)


class Train:
    """The pipeline of the driver: opened by the first statement that boards, left before any that does not."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.pipeline: Any = None
        self.boards = False
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Stand around each statement of the connection."""
        if not self.boards:
            self.arrive()
        elif self.pipeline is None:
            self.connection.ensure_connection()
            self.pipeline = self.connection.connection.pipeline()
            self.pipeline.__enter__()
        return execute(*statement)

    def ask(self, sql: str, params: Any) -> Any:
        """Send a statement on its way; what it answers lies in the cursor that is returned, on arrival."""
        cursor = cursors.borrow(self.connection, sql)
        self.boards = True
        try:
            cursor.execute(sql, params)
        finally:
            self.boards = False
        return cursor

    def commit(self) -> None:
        """Send the end of the transaction on its way, where it ends here: Django will find it ended."""
        ends_here = not (self.connection.savepoint_ids or self.connection.needs_rollback)
        if ends_here and self.pipeline is not None:
            self.connection.connection.execute("COMMIT", prepare=False)

    def on_arrival(self, act: Callable[[], None]) -> None:
        """Do something with an answer as soon as it is there."""
        self.waiting.append(act)

    def arrive(self) -> None:
        """Wait until everything has arrived; raises what was refused."""
        if self.pipeline is None:
            return
        pipeline, self.pipeline = self.pipeline, None
        waiting, self.waiting = self.waiting, []
        with self.connection.wrap_database_errors:
            pipeline.__exit__(None, None, None)
        for act in waiting:
            act()

    def give_up(self) -> None:
        """Leave the pipeline of a transaction that fails anyway; why it fails is known."""
        with suppress(DatabaseError):
            self.arrive()
