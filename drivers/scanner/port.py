"""What a scanner that can be told something offers."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class AnsweredScanner(Protocol):
    """A scanner that learns what became of its last label.

    Scanners that type cannot: there is no way back to them.
    """

    @property
    def wants_answer(self) -> bool:
        """Whether its settings say that anything is sent back."""

    def answer(self, *, is_accepted: bool) -> None:
        """Tell it; on the device's thread.

        A scanner that does not listen is left alone: the next label is read as if
        nothing had been.
        """
