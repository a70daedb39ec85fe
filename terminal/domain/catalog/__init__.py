"""What can be sold."""
