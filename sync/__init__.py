"""Replication: wire format, engine of the agent, central server."""
