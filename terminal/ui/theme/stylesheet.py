"""The one style sheet, generated from the tokens and a template.

``resources/qss/evertill.qss`` names tokens as ``@token``; boxes, lines and
colours of every widget come from it.  Fonts do not: it cannot set OpenType
features, so widgets ask :mod:`terminal.ui.theme.appearance` for them.
"""

from __future__ import annotations

import re
from functools import cache

from terminal.ui.support.resource_files import resource_path
from terminal.ui.theme.tokens import load_tokens


@cache
def build_stylesheet(theme_name: str) -> str:
    """Return the style sheet of *theme_name*."""
    theme = load_tokens().themes[theme_name]
    values = {name: _css_colour(value) for name, value in theme.colours.items()}
    values["line_px"] = f"{theme.line_px}px"
    values |= {f"radius_{k}": f"{v}px" for k, v in load_tokens().radius.items()}
    template = resource_path("qss", "evertill.qss").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)", lambda match: values[match[1]], template)


def _css_colour(value: str) -> str:
    if len(value) == len("#RRGGBB"):
        return value
    red, green, blue, alpha = (int(value[at : at + 2], 16) for at in (1, 3, 5, 7))
    return f"rgba({red}, {green}, {blue}, {alpha})"
