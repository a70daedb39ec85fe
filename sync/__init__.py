"""Joins tills to their central server: the wire, the engine and the server."""
