"""Adapts drivers to the ports; the only door to drivers."""

import logging

# See drivers/__init__.py.
logging.getLogger(__name__).addHandler(logging.NullHandler())
