"""Composition roots: the only places that join the layers."""
