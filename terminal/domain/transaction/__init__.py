"""The retail transaction and its lines."""
