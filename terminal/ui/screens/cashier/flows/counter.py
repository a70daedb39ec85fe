"""What every flow works with: the screen, the view-models and the questions.

A flow opens a panel here, waits for what is touched, keyed or scanned, and sends a
command by a view-model.  Nothing here decides about money.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from terminal.ui.screens.cashier.panels.panel import Panel
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.view_models.sale_view_model import SaleViewModel
from terminal.ui.view_models.till_view_model import TillViewModel
from terminal.ui.widgets.notice import NoticeText

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument
    from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow
    from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion
    from terminal.ui.screens.cashier.panels.text_panel import TextQuestion
    from terminal.ui.view_models.weighing_view_model import WeighingViewModel

_Panel = TypeVar("_Panel", bound=Panel)
_Told = Callable[[str], None]
SaveDocument = Callable[["ReceiptDocument", str, str, _Told, _Told], None]


class Counter(QObject):
    """The sale screen as the flows use it.

    Signals:
        panel_closed: The items are back.
        panel_opened: Another panel than the items is in front.

    Attributes:
        symbol: Sign of the currency, before figures that are asked for.
        scan_to: Gets the next scan in place of the sale; None for the sale.
        weighing: The scale; None when the till has none.
        is_asking: A refused command waits for its answer.
        wall_ms: The clock, for texts.
        save_document: Writes a document to a file: the document, ``pdf``, ``html`` or
            ``png``, a name, and who is told the path or what went wrong; None where
            nothing can be saved.
    """

    panel_closed = Signal()
    panel_opened = Signal()

    def __init__(
        self,
        screen: SaleScreen,
        sale: SaleViewModel,
        till: TillViewModel,
        wall_ms: Callable[[], int],
    ) -> None:
        super().__init__(screen)
        self.screen = screen
        self.sale = sale
        self.till = till
        self.wall_ms = wall_ms
        self.symbol = ""
        self.weighing: WeighingViewModel | None = None
        self.scan_to: Callable[[str], None] | None = None
        self.is_asking = False
        self.save_document: SaveDocument | None = None
        self._list = 0

    @property
    def exponent(self) -> int:
        """Decimal places of the till's currency."""
        return self.till.exponent

    def use_scale(self, weighing: WeighingViewModel | None) -> None:
        """Weigh on another scale from now on, or on none.

        A weighing that is going on goes on there.
        """
        from terminal.ui.screens.cashier.panels.weight_panel import WeightPanel

        self.weighing = weighing
        front = self.screen.panel
        if weighing is not None and isinstance(front, WeightPanel):
            front.use_scale(weighing)

    def open(self, kind: type[_Panel]) -> _Panel:
        """Bring a panel to the front whose way back leads to the items."""
        self.scan_to = None
        self.is_asking = False
        panel = self.screen.open_panel(kind)
        if not panel.property("closes"):
            panel.setProperty("closes", "yes")
            panel.closed.connect(self.close)
        self.panel_opened.emit()
        return panel

    @Slot()
    def close(self) -> None:
        """Bring the items back; a finished sale leaves with its panel."""
        self.scan_to = None
        self.is_asking = False
        if self.sale.last_completed is not None:
            self.sale.forget_finished()
        self.screen.close_panel()
        self.panel_closed.emit()

    def ask_number(
        self,
        question: NumberQuestion,
        answer: Callable[[int], None],
        other: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a number; *answer* gets it in units of its last decimal.

        The panel stays open: *answer* closes it, or asks on.
        """
        from terminal.ui.screens.cashier.panels.number_panel import NumberPanel

        self.open(NumberPanel).ask(question, answer, other)

    def ask_text(self, question: TextQuestion, answer: Callable[[str], None]) -> None:
        """Ask for a code or a few words; a scan answers too."""
        from terminal.ui.screens.cashier.panels.text_panel import TextPanel

        panel = self.open(TextPanel)
        panel.ask(question, answer)
        self.scan_to = panel.take_scan

    def ask_list(
        self,
        title: str,
        choose: Callable[[int], None],
        *,
        typed: Callable[[str], None] | None = None,
        hint: str = "",
    ) -> ListPanel:
        """Begin a list; its rows come at once, or later if `is_listing` says so."""
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        panel = self.open(ListPanel)
        self._list += 1
        panel.ask(title, choose, typed=typed, hint=hint)
        return panel

    @property
    def list_number(self) -> int:
        """Number of the list that was begun last."""
        return self._list

    def is_listing(self, number: int) -> bool:
        """Tell whether the list of this *number* is still in front.

        What was asked for it may come when another list stands there, whose choice
        would do something else with the row.
        """
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        return number == self._list and isinstance(self.screen.panel, ListPanel)

    def show_rows(self, rows: Sequence[ListRow], empty: str) -> None:
        """Fill the list that is in front."""
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        self.screen.panel_of(ListPanel).show_rows(rows, empty)

    def ask_reason(
        self,
        title: str,
        confirm: str,
        reasons: Sequence[str],
        answer: Callable[[str], None],
        hint: str = "",
    ) -> None:
        """Ask why; *answer* gets the text."""
        from terminal.ui.screens.cashier.panels.reason_panel import ReasonPanel

        self.open(ReasonPanel).ask(title, confirm, reasons, answer, hint)

    def wait_for_scan(
        self, title: str, hint: str, scan_to: Callable[[str], None]
    ) -> None:
        """Give the next scans to *scan_to* until the panel is closed."""
        self.ask_list(title, _choose_nothing).show_rows((), hint)
        self.scan_to = scan_to

    def show_paper(
        self,
        title: str,
        document: ReceiptDocument,
        main: str,
        then: Callable[[], None],
        summary: str = "",
        save: Callable[[], None] | None = None,
    ) -> None:
        """Show a document as its paper shows it; *save* when it can be saved."""
        from terminal.ui.screens.cashier.panels.receipt_panel import ReceiptPanel

        if self.save_document is None:
            save = None
        self.open(ReceiptPanel).show_document(
            title, document, main, then, summary, save
        )

    def say(self, write: Callable[[], NoticeText]) -> None:
        """Hang a notice under the scan field."""
        self.screen.show_notice(write)


def _choose_nothing(_: int) -> None:
    """Take a choice from a list without rows."""
