"""The steps that made the tables of ``ledger.db`` what they are, oldest first."""

from typing import Final

MIGRATIONS: Final = __name__
"""Name of this package, for the runner."""
