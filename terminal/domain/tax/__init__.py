"""Taxes and how they are summed."""
