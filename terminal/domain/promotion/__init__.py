"""Promotions: the rules a shop gives away money by, and the engine that applies them."""
