"""The data of payment cards as they travel: no device of its own, bytes only."""
