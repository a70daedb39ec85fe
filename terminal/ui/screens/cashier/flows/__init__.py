"""What the keys of the sale screen do, one module a reason."""
