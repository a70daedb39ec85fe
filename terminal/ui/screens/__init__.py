"""One package an audience."""
