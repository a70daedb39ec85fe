"""The ledger of the till: events, projections and working state in one file.

``opening.open_ledger`` is for the one writer, ``reader.LedgerReader`` for everybody
else; ``verify``, ``salvage`` and ``export`` are what the command ``ledger`` does.
"""
