"""Who may do what, and how often a PIN may be tried."""
