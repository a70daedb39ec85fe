"""The scanner that types, for the window.

The window cannot import drivers; bootstrap brings the scanner to it.
"""

from drivers.scanner.wedge_scanner import WedgeScanner

WINDOW_WEDGE_ID = "keyboard"


def new_keyboard_wedge(configured: WedgeScanner | None = None) -> WedgeScanner:
    """Return who decides about the key presses of one window.

    Args:
        configured: The scanner of the settings, if they have one; a scanner that
            types needs no entry there.
    """
    return WedgeScanner(WINDOW_WEDGE_ID) if configured is None else configured
