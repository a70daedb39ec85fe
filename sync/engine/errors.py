"""Errors of the sync engine: wrong use of a machine, never the network's fault."""

from __future__ import annotations


class SyncEngineError(Exception):
    """A machine was given something no correct shell gives it.

    What the network or the center does wrong is an input, not an exception.
    """

    code = "sync_engine"
