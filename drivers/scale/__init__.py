"""Scales: what lies on them in whole grams, and whether it may be sold."""
