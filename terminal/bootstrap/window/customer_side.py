"""What the customer sees: line displays, and a second screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from terminal.bootstrap.window.counter_devices import CounterDevices
    from terminal.peripherals.line_display_feed import LineDisplayFeed
    from terminal.settings.schema import TillSettings
    from terminal.ui.screens.customer.customer_screen import CustomerScreen
    from terminal.ui.shell.customer_seat import CustomerSeat
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.view_models.customer_view_model import CustomerViewModel

_PREVIEW_WIDTH: Final = 800
_PREVIEW_HEIGHT: Final = 500


class CustomerSide(QObject):
    """Shows the sale to the customer; nothing is made before it is wanted."""

    def __init__(
        self,
        settings: TillSettings,
        window: MainWindow,
        counter: CounterDevices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._window = window
        self._counter = counter
        self._symbol = ""
        self._model: CustomerViewModel | None = None
        self._feed: LineDisplayFeed | None = None
        self._screen: CustomerScreen | None = None
        self._preview: CustomerScreen | None = None
        self._seat: CustomerSeat | None = None

    @Slot()
    def join_displays(self) -> None:
        """Show the sale on the line displays; also after others were set up."""
        if not self._counter.devices.displays:
            return
        model = self._serve()
        if self._feed is None:
            from terminal.peripherals.line_display_feed import LineDisplayFeed

            settings = self._settings
            self._feed = LineDisplayFeed(
                lambda: self._counter.devices.displays,
                idle_upper=settings.customer.idle_upper or settings.store.name,
                idle_lower=settings.customer.idle_lower,
            )
            model.changed.connect(self._feed.show)
        self._feed.show(model.view)

    def open_screen(self) -> None:
        """Show the sale on the second screen that the settings name."""
        from terminal.ui.screens.customer.customer_screen import CustomerScreen
        from terminal.ui.shell.customer_seat import CustomerSeat

        settings = self._settings
        screen = CustomerScreen(settings.store.name, is_training=settings.training)
        screen.use_symbol(self._symbol)
        self._serve().changed.connect(screen.show_view)
        self._screen = screen
        self._seat = CustomerSeat(screen, self._window, settings.customer.screen, self)
        self._seat.take()

    @Slot(bool)
    def preview(self, is_wanted: bool) -> None:  # noqa: FBT001 - a signal's value
        """Open or close a window beside the cashier's that shows the same.

        For a demo on a computer that has one screen.
        """
        from PySide6.QtCore import Qt

        from terminal.ui.screens.customer.customer_screen import CustomerScreen

        if self._preview is None:
            if not is_wanted:
                return
            screen = self._preview = CustomerScreen(self._settings.store.name)
            screen.setWindowFlags(Qt.WindowType.Window)
            screen.unsetCursor()
            screen.resize(_PREVIEW_WIDTH, _PREVIEW_HEIGHT)
            screen.use_symbol(self._symbol)
            model = self._serve()
            model.changed.connect(screen.show_view)
            screen.show_view(model.view)
        self._preview.setVisible(is_wanted)

    def use_symbol(self, symbol: str) -> None:
        """Show amounts in the currency of that *symbol*."""
        self._symbol = symbol
        for screen in (self._screen, self._preview):
            if screen is not None:
                screen.use_symbol(symbol)

    def rest(self) -> None:
        """Leave the second screen to the training till."""
        if self._seat is not None:
            self._seat.rest()

    @Slot()
    def resume(self) -> None:
        """Take the second screen again."""
        if self._seat is not None:
            self._seat.resume()

    def close(self) -> None:
        """Give the second screen back."""
        if self._seat is not None:
            self._seat.close()
        if self._preview is not None:
            self._preview.close()
            self._preview.deleteLater()

    def _serve(self) -> CustomerViewModel:
        """Return what the customer sees, made when it is first wanted."""
        if self._model is None:
            from terminal.ui.view_models.customer_view_model import CustomerViewModel

            self._window.make_sale_screen()
            assert self._window.flows is not None
            self._model = CustomerViewModel(self._window.flows.sale, self)
        return self._model
