"""Push, pull and schedule as step machines without I/O."""
