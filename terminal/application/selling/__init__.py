"""Ringing up goods."""
