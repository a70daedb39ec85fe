"""What goods cost: price lists, modifiers of prices and the pricer."""
