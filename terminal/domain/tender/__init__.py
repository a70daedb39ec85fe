"""What customers give and get back."""
