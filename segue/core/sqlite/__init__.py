"""Our backend for SQLite: Django's own, that is quicker to see that it may write."""
