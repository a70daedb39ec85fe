"""Migrations of ``replica.db``."""
