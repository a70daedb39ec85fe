"""Ways to carry bytes to a device, all with the same promise."""
