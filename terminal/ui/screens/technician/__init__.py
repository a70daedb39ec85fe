"""Screens for who sets up and repairs: devices, workstation, diagnostics."""
