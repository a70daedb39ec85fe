"""Schema and loading of the settings of one till."""
