"""Taking tender and completing the sale."""
