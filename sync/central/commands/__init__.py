"""Commands of the central server; found by name like those of the till."""
