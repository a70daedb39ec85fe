"""How a card fails, apart from its reader.

A reader that fails is a DeviceError; a card that fails only concerns whoever
holds it, and the next card may be right.
"""


class CardError(Exception):
    """This card cannot be used now."""


class CardGoneError(CardError):
    """It no longer answers: taken away, or held too far from the reader."""


class CardRefusedError(CardError):
    """It answered that it will not do that: no such page, locked, protected."""


class CardFormatError(CardError):
    """What is on it cannot be understood."""


class CardFullError(CardError):
    """The message is longer than the card has room for."""
