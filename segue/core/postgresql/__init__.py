"""Our backend for PostgreSQL: Django's own, but for what costs time at every turn."""
