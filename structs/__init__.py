"""What every package stands on to read values from bytes; see `structs.decoding`."""
