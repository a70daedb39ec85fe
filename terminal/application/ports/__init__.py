"""The promises that the outside keeps to the use cases."""
