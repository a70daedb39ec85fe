"""Cuts the power after every call to the disk that a real till made, on paper.

A recorder notes what the shipped program asks of the disk; a model of the disk says
what each cut of power could leave; the shipped program has to live with all of it.
"""
