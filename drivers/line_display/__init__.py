"""Displays of two lines of twenty characters for the customer."""
