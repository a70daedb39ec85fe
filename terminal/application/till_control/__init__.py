"""Sign-on, business day, till period, reports and settlement."""
