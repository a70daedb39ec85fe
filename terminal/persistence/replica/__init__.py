"""Reference data on the till and what the agent knows of the center."""
