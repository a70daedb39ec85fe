"""Adapts the sync engine to the ports; the only door to it."""
