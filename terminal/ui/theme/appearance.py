"""The look that is in force: theme, size of type, language of the fallback fonts.

Only the GUI thread may call this module.  It is state of the process, like the
style sheet and the application font of Qt, because painting code everywhere
asks for it; only the shell changes it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont

from terminal.ui.theme.tokens import Density, Theme, density_for, load_tokens

THEME_NAMES: Final = ("light", "dark", "high")
_TABULAR_BELOW_PX: Final = 40
_TRACKED_FROM_PX: Final = 28
_TRACKING_PERCENT: Final = 98.0
_PIXEL_MINIMUM: Final = 13
_TABULAR_FIGURES: Final = QFont.Tag("tnum")


class Appearance:
    """Theme, density and language together, with what is derived from them.

    Attributes:
        stamp: Grows with every change, so that cached pictures know their age.
    """

    def __init__(self) -> None:
        self.theme_name = "light"
        self.language = "en"
        self.density: Density = density_for(1366)
        self.stamp = 0
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int], QFont] = {}

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return load_tokens().themes[self.theme_name]

    def use(
        self,
        *,
        theme_name: str | None = None,
        language: str | None = None,
        density: Density | None = None,
    ) -> None:
        """Change what is given, keep the rest; the caller repaints."""
        if theme_name is not None:
            self.theme_name = theme_name
        if language is not None:
            self.language = language
        if density is not None:
            self.density = density
        self.stamp += 1
        self._colours.clear()
        self._fonts.clear()

    def colour(self, token: str) -> QColor:
        """Return the colour of the role *token*."""
        found = self._colours.get(token)
        if found is None:
            found = _parse(self.theme.colours[token])
            self._colours[token] = found
        return found

    def font(self, role: str, px: int | None = None) -> QFont:
        """Return the font of the type role *role*.

        Args:
            role: A name of the type scale; gives weight and size.
            px: A size of its own before the density's factor, for figures whose
                size the density names.
        """
        size = px if px is not None else load_tokens().roles[role].px
        found = self._fonts.get((role, size))
        if found is None:
            found = self._make_font(role, size)
            self._fonts[role, size] = found
        return found

    def scaled(self, px: int) -> int:
        """Return *px* grown with the type, for boxes that hold text."""
        return round(px * self.density.factor)

    def _make_font(self, role: str, size: int) -> QFont:
        tokens = load_tokens()
        px = max(_PIXEL_MINIMUM, round(size * self.density.factor))
        font = QFont()
        font.setFamilies([*tokens.families["latin"], *self._fallback_families()])
        font.setPixelSize(px)
        font.setWeight(QFont.Weight(tokens.roles[role].weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # The style sheet cannot set OpenType features, hence fonts in code.  A
        # tabular 1 tears holes into a large figure, so large ones go without; a new
        # QFont begins with the features of the application's font.
        if px < _TABULAR_BELOW_PX:
            font.setFeature(_TABULAR_FIGURES, 1)
        else:
            font.unsetFeature(_TABULAR_FIGURES)
        if px >= _TRACKED_FROM_PX:
            font.setLetterSpacing(
                QFont.SpacingType.PercentageSpacing, _TRACKING_PERCENT
            )
        return font

    def _fallback_families(self) -> list[str]:
        families = load_tokens().families
        order = ("zh_TW", "zh_CN") if self.language == "zh_TW" else ("zh_CN", "zh_TW")
        return [*families[order[0]], *families[order[1]], *families["arabic"]]


def _parse(value: str) -> QColor:
    """Read ``#RRGGBB`` or ``#RRGGBBAA``; Qt would take the latter as ``#AARRGGBB``."""
    colour = QColor(value[:7])
    if len(value) > len("#RRGGBB"):
        colour.setAlpha(int(value[7:9], 16))
    return colour


APPEARANCE: Final = Appearance()
