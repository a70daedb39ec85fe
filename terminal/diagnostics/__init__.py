"""Measuring and proving: replays, benches, floors, support bundles."""
