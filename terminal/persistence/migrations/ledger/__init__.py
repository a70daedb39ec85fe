"""The steps that made the tables of ``ledger.db`` what they are, oldest first."""
