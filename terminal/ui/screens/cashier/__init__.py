"""The cashier's screens."""
