"""Taxes: what is in a price, what comes on top, and how it is rounded."""
