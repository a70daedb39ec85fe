"""One module a command of main.py, found by its name."""
