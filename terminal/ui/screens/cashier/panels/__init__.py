"""What stands beside the basket, one at a time."""
