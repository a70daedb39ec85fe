"""Barcode scanners: what they read, and how the bytes are framed."""
