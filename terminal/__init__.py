"""The till: everything that runs at the point of sale."""
