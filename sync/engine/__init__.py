"""The sync engine: push, pull and schedule as step machines.

Nothing here reads a clock, opens a socket or rolls dice.  Time arrives with each
input, randomness is handed in, and what must be sent is returned, so that the code
that runs in the shop is the code that is simulated.
"""
