"""The money of one till: business day, till period, totals and settlement."""
