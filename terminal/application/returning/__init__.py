"""Goods that come back and finished transactions that are voided."""
