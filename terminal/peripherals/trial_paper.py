"""The paper that a technician prints to see whether a printer is set up right."""

from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    ReceiptDocument,
    Rule,
    TextLine,
)

_SAMPLES = (
    ("ASCII", "The quick brown fox 0123456789"),
    ("Latin", "äöüß éèê ñ ç Łódź €"),
    ("Greek, Cyrillic", "Ωμέγα Чай"),
    ("CJK", "乌龙茶 价格"),
)


def trial_paper(printer_name: str, model: str) -> ReceiptDocument:
    """Return a paper that shows letters, widths, codes and the cut."""
    return ReceiptDocument(
        lines=(
            TextLine(text="Evertill", align=Align.CENTER, is_bold=True, is_large=True),
            TextLine(text=f"{printer_name} · {model}", align=Align.CENTER),
            Rule(),
            *(Columns(left=left, right=right) for left, right in _SAMPLES),
            TextLine(text="bold", is_bold=True),
            Columns(left="large", right="9,99", is_large=True),
            Rule(),
            Code(kind=CodeKind.CODE128, data="EVERTILL-1", caption="EVERTILL-1"),
            Feed(),
            Code(kind=CodeKind.QR, data="EVERTILL-2", caption="EVERTILL-2"),
            Feed(lines=3),
            Cut(),
        ),
        language="en",
    )
