"""What a line display promises."""

from typing import Final, Protocol

import msgspec

COLUMNS: Final = 20
BRIGHTNESS_MAX: Final = 4


class DisplayLine(msgspec.Struct, frozen=True):
    """One line: words at the left, a figure at the right that is never cut.

    Attributes:
        left: Words in any script.
        right: A figure or price; plain characters.
        plain: Shown instead of ``left`` when the display lacks its characters; when
            it is empty, the figure stands alone.
    """

    left: str = ""
    right: str = ""
    plain: str = ""


class DisplayContent(msgspec.Struct, frozen=True):
    """Everything the display shows at one moment."""

    upper: DisplayLine = DisplayLine()
    lower: DisplayLine = DisplayLine()


BLANK: Final = DisplayContent()


class LineDisplay(Protocol):
    """Shows two lines.  It never answers, so what it shows is assumed."""

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""

    def want(self, content: DisplayContent) -> bool:
        """Have *content* shown next; what was wanted before and not shown is dropped.

        For any thread.  Returns whether flush() must be called for it.
        """

    def flush(self) -> None:
        """Write what is wanted, unless that is too early; on the device's thread.

        Raises:
            DeviceUnavailableError: The display is gone; it is written when it is
                back.
        """
