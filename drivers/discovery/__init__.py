"""Finds devices that nobody has set up yet, and finds known ones again.

Rule: looking must harm nothing.  Serial and USB ports are only listed, never opened;
the network is asked only when a person wants it.
"""
