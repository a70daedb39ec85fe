"""Plays logs of real transactions through real processes and compares the books."""
