"""The timing machine of keyboard-wedge scanners, for the window.

The window cannot import drivers; bootstrap brings the machine to it.
"""

from drivers.scanner.keyboard_wedge import KeyboardWedge


def new_keyboard_wedge() -> KeyboardWedge:
    """Return a machine for the key presses of one window."""
    return KeyboardWedge()
