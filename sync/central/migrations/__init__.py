"""Alembic migrations of the central database, ordered by name."""
