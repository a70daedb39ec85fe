"""The frozen wire format: envelope, hash, signature, messages."""
