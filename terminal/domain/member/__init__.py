"""Customers that the shop knows."""
