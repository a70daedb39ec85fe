"""The last step of every paper of the till: what marks the papers of training."""

from collections.abc import Sequence

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import (
    Align,
    Code,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.wording import wording

Element = TextLine | Columns | Rule | Code | Image | Feed | Cut


def paper_of(
    store: StoreSettings, elements: Sequence[Element], *, is_copy: bool = False
) -> ReceiptDocument:
    """Return the paper with *elements*; the only way to a document of the till.

    In training every piece that is cut off says at its head and its foot that it is
    no receipt, so that no renderer, no file and no reprint can leave it out.
    """
    lines = tuple(elements)
    return ReceiptDocument(
        lines=_marked(lines, store) if store.is_training else lines,
        language=store.receipt_language,
        is_copy=is_copy,
    )


def _marked(lines: tuple[Element, ...], store: StoreSettings) -> tuple[Element, ...]:
    text = wording(store.receipt_language).training
    mark = TextLine(text=f"*** {text} ***", align=Align.CENTER, is_bold=True)
    marked: list[Element] = []
    piece: list[Element] = []
    for line in lines:
        if isinstance(line, Cut):
            marked += [*_between(piece, mark), line]
            piece = []
        else:
            piece.append(line)
    if piece:
        marked += _between(piece, mark)
    return tuple(marked)


def _between(piece: list[Element], mark: TextLine) -> list[Element]:
    """Return *piece* with the mark above it, and below it before the paper is fed."""
    end = len(piece)
    while end and isinstance(piece[end - 1], Feed):
        end -= 1
    return [mark, *piece[:end], mark, *piece[end:]]
