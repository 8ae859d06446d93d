"""Is a connection that was kept still alive? Most times its silence says so, and nothing need be asked."""

import selectors

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which asks the server before the first query of every request."""

    def is_usable(self) -> bool:
        """Say whether the connection works.

        A server that shuts down, restarts or drops us says so, or closes: then there is something to read, and we ask,
        as after an error. A host that vanished says nothing, but would not answer a question either.
        """
        return self._is_silent() or bool(super().is_usable())

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return False
        with selectors.DefaultSelector() as watch:
            watch.register(self.connection.pgconn.socket, selectors.EVENT_READ)
            return not watch.select(0)
