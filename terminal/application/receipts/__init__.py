"""Receipts as values that printers and the preview render."""
