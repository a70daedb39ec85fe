"""Adapts drivers to the ports; the only door to drivers."""
