"""What holds for every test."""

from __future__ import annotations

import os

# Windows are drawn into memory unless the developer asks for a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
