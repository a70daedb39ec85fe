"""Simulated devices on the screens of the window: badges at the sign-on, a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from terminal.bootstrap.window.simulated_desk import SimulatedDesk
from terminal.peripherals.simulated import SimulatedPeripherals
from terminal.peripherals.simulated_counter import SimulatedCounter

if TYPE_CHECKING:
    from terminal.bootstrap.window.simulated_desk import Network
    from terminal.settings.schema import DeviceSettings
    from terminal.ui.screens.cashier.sale_flows import SaleFlows
    from terminal.ui.shell.main_window import MainWindow


class DeskOnScreen(QObject):
    """Switches simulated devices on and lets hands operate them in the window.

    Attributes:
        settings: What stands in till.toml for such devices.
        labels: (code, name) of the labels that can be scanned.

    Signals:
        customer_wanted: Whether a window is wanted that shows the customer's screen.
    """

    customer_wanted = Signal(bool)

    def __init__(
        self, window: MainWindow, network: Network | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        simulated, counter = SimulatedPeripherals(), SimulatedCounter()
        self._desk = SimulatedDesk(simulated, counter, network, self)
        self._desk.customer_wanted.connect(self.customer_wanted)
        self.settings: Mapping[str, DeviceSettings] = {
            **simulated.settings(),
            **counter.settings(),
        }
        self.labels: list[tuple[str, str]] = []
        window.sign_on_screen.badge_wanted.connect(self._hold_badge)
        window.sign_on_screen.offer_badge()

    @Slot()
    def take_badge(self) -> None:
        """Take the badge away; it was read."""
        self._desk.take_badge()

    def furnish(self, flows: SaleFlows) -> None:
        """Give a sale screen its key for the panel, once."""
        if not flows.has_simulator:
            flows.has_simulator = True
            flows.simulator_wanted.connect(self._show_panel)

    def close(self) -> None:
        """Switch everything off."""
        self._desk.close()

    @Slot()
    def _hold_badge(self) -> None:
        """Hold up the badge of whoever follows the name that is chosen."""
        model = self._window.sign_on
        ids = [operator.operator_id for operator in model.operators]
        if ids:
            at = ids.index(model.chosen.operator_id) if model.chosen else -1
            self._desk.hold_badge(ids[(at + 1) % len(ids)])

    @Slot()
    def _show_panel(self) -> None:
        from terminal.ui.screens.cashier.panels.simulator_panel import SimulatorPanel

        assert self._window.flows is not None
        panel = self._window.flows.open_panel(SimulatorPanel)
        panel.operate(self._desk, self.labels)
