"""The rules of selling: no I/O, clock, thread, Qt or SQL."""
