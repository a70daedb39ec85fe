"""Everything the till keeps on disk; the only package of it that speaks SQL."""
