"""Schema migrations of the two databases, one package each, and their runner."""
