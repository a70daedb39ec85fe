"""Rows of reference data and the files they are imported from."""
