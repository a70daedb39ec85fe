"""The window and what surrounds every screen."""
