"""A whole window over a till in memory, with the shop of the design's pictures."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.application.ports.devices import DeviceStatus
from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_off import SignOff
from terminal.application.till_control.sign_on import SignOn
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import Currency
from terminal.domain.tax.tax_group import single_rate
from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow
from terminal.ui.screens.cashier.sale_flows import SaleFlows
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.shell.main_window import MainWindow
from terminal.ui.support.scan_router import ScanRouter
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.view_models.status_view_model import StatusViewModel, SyncState
from terminal.ui.view_models.tiles import TileGroup, TileItem
from terminal.ui.widgets.notice import NoticeText
from tests.fakes.held_work_queue import HeldWorkQueue
from tests.fakes.pin_hasher import plain_hash
from tests.fakes.reference_data import (
    MemoryCatalog,
    MemoryMembers,
    MemoryOperators,
)
from tests.fakes.till import MemoryTill
from tests.support.ruled_shop import MEMBERS, PROMOTIONS, ruled_goods

PIN = "246810"
# 2026-11-22T14:02 UTC, the moment of the pictures.
NOW_MS = 1_795_356_120_000
_PEOPLE = (
    ("a", "Anna K.", "manager"),
    ("b", "Malik O.", "cashier"),
    ("c", "Sofia F.", "cashier"),
    ("d", "Jun W.", "cashier"),
    ("e", "Priya D.", "manager"),
    ("f", "Tom B.", "cashier"),
    ("g", "Elena L.", "cashier"),
    ("h", "Rui N.", "supervisor"),
)
# scan code, name, unit, price in hundredths, icon of the tile ("" for no tile)
GOODS = (
    ("1001", "Apples, Gala", "kg", 249, "apple"),
    ("1002", "Bananas, loose", "kg", 189, "banana"),
    ("1003", "Lemon", "piece", 45, "lemon"),
    ("1004", "Carrots, loose", "kg", 129, "carrot"),
    ("1005", "Vine tomatoes", "kg", 390, "tomato"),
    ("1006", "Potatoes, loose", "kg", 110, "potato"),
    ("1007", "Sourdough loaf", "piece", 420, "bread"),
    ("1008", "Butter croissant", "piece", 135, "croissant"),
    ("1009", "Coffee, regular", "piece", 280, "coffee"),
    ("1010", "Oat milk 1 l", "piece", 195, "milk"),
    ("1011", "Free-range eggs, 10", "piece", 345, "egg"),
    ("1012", "Mature cheddar", "piece", 375, "cheese"),
    ("1013", "Paper bag, large", "piece", 30, "bag"),
    ("1014", "Ground coffee 250 g", "piece", 595, ""),
    ("1015", "Flowers, bunch", "piece", 650, "flower"),
    ("1016", "Newspaper", "piece", 220, "newspaper"),
    ("1017", "Gift card", "piece", 0, "gift"),
    ("1018", "Salmon fillet", "kg", 2490, "fish"),
    ("1019", "Greek yoghurt 500 g", "piece", 160, "yoghurt"),
    ("1020", "White roll", "piece", 55, "bread"),
    ("1021", "Cherry tomatoes 250 g", "piece", 249, ""),
    ("1022", "Mature cheddar 200 g", "piece", 375, ""),
    ("1023", "Sparkling water 6 × 0.5 l", "piece", 329, ""),
    ("1024", "Sourdough loaf 800 g", "piece", 420, ""),
)
STORE = StoreSettings(
    tenant="riverside",
    store="s1",
    store_name="Riverside Market",
    workstation="03",
    workstation_name="Till 03",
    currency=Currency("EUR", 2),
    tax_mode="inclusive",
    time_zone="UTC",
    day_cutover="04:00",
    receipt_head=("Riverside Market", "12 Quay Street"),
    receipt_foot=("Thank you",),
    receipt_language="en",
)
DEVICES = tuple(
    DeviceStatus(kind, kind, name, "ready")
    for kind, name in (
        ("scanner", "Scanner"),
        ("receipt_printer", "Receipt printer"),
        ("cash_drawer", "Cash drawer"),
    )
)


def _item(code: str, name: str, unit: str, price: int) -> CatalogItem:
    return CatalogItem(
        item_id=code,
        description=name,
        unit=unit,
        unit_price_micro=price * 10_000,
        tax_group=single_rate("standard", 100_000),
        is_open_price=price == 0,
        scan_code=code,
        plu=code,
    )


def _operator(operator_id: str, name: str, role: str) -> OperatorRecord:
    return OperatorRecord(
        operator_id=operator_id,
        name=name,
        role=role,
        permissions=frozenset(),
        pin_hash=plain_hash(PIN),
        is_active=True,
        language="",
    )


def shop_till(*, is_training: bool = False) -> MemoryTill:
    """Return a till in memory with goods and people; its period is closed."""
    till = MemoryTill(msgspec.structs.replace(STORE, is_training=is_training))
    till.clock.set_wall(NOW_MS)
    till.ledger.catalog = MemoryCatalog(
        (*(_item(*row[:4]) for row in GOODS), *ruled_goods()), promotions=PROMOTIONS
    )
    till.ledger.members = MemoryMembers(MEMBERS)
    till.ledger.operators = MemoryOperators(tuple(_operator(*p) for p in _PEOPLE))
    return till


def open_shop(till: MemoryTill) -> None:
    """Open day and period of *till*; nobody is signed on after."""
    till.use_cases.sign_on(SignOn(operator_id="e", pin=PIN))
    till.use_cases.open_business_day(OpenBusinessDay(business_day="2026-11-22"))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=10_000))
    till.use_cases.sign_off(SignOff())


def tile_groups() -> tuple[TileGroup, ...]:
    """Return the tiles of the pictures."""
    items = tuple(
        TileItem(
            code,
            name,
            (f"{price / 100:.2f}" + ("/kg" if unit == "kg" else ""))
            if price
            else "open",
            icon,
        )
        for code, name, unit, price, icon in GOODS
        if icon
    )
    names = ("Favourites", "Fruit & veg", "Bakery", "Deli", "Drinks", "Service")
    return tuple(TileGroup(name, items) for name in names)


class WindowUnderTest:
    """The window, its view-models and the till behind them."""

    def __init__(self, *, is_open: bool = True, is_training: bool = False) -> None:
        self.till = shop_till(is_training=is_training)
        if is_open:
            open_shop(self.till)
        self.queue = HeldWorkQueue(self.till.use_cases)
        self.router = ScanRouter()
        self.status = StatusViewModel(self.till.clock.wall_ms)
        self.window = MainWindow(
            self.queue,
            self.router,
            self.status,
            self.till.clock.wall_ms,
            is_training=is_training,
        )
        self.window.sale_screen_made.connect(self._furnish)
        self.status.tell_devices(DEVICES)
        self.status.tell_sync(SyncState())

    def show(self, width: int = 1366, height: int = 768, theme: str = "light") -> None:
        """Show the window at a size, with the names on it."""
        self.window.use_theme(theme)
        self.window.use_language("en")
        self.window.resize(width, height)
        self.window.begin()
        self.window.show()
        self.settle()

    def sign_on(self, operator_id: str = "a") -> None:
        """Sign on as a person would: choose the name and key the PIN."""
        self.window.sign_on.choose(operator_id)
        for digit in PIN:
            self.press(digit)
        self.settle()

    def press(self, *keys: str | Qt.Key) -> None:
        """Press keys as they arrive at the window from the system."""
        handle = self.window.windowHandle()
        for key in keys:
            if isinstance(key, str):
                # A person: slower than any scanner is not needed, because tests
                # that do not install the wedge have no timing at all.
                QTest.keyClick(handle, key)  # type: ignore[call-overload]
            else:
                QTest.keyClick(handle, key)
        self.settle()

    def scan(self, *codes: str) -> None:
        """Scan labels."""
        for code in codes:
            self.router.scan(code)
            self.settle()

    @staticmethod
    def settle() -> None:
        """Let everything that is queued happen."""
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents()

    def close(self) -> None:
        """Close and delete the window, its timers with it."""
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def screen(self) -> SaleScreen:
        """The sale screen."""
        assert self.window.sale_screen is not None
        return self.window.sale_screen

    @property
    def flows(self) -> SaleFlows:
        """The flows of the sale screen."""
        assert self.window.flows is not None
        return self.window.flows

    def find(self, name: str) -> QWidget:
        """Return the widget of a name, which must exist."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    @property
    def lines(self) -> list[BasketLine]:
        """The lines as the basket draws them."""
        return self.screen.basket.list.basket.lines

    @property
    def rows(self) -> list[ListRow]:
        """The rows of the list that is open."""
        panel = self.screen.panel
        assert isinstance(panel, ListPanel)
        return [key.row for key in panel.keys]

    def choose(self, name: str) -> None:
        """Touch the row of a name in the list that is open."""
        panel = self.screen.panel
        assert isinstance(panel, ListPanel), panel.objectName()
        found = [key for key in panel.keys if key.row.name == name]
        assert found, [key.row.name for key in panel.keys]
        found[0].click()
        self.settle()

    @property
    def notice(self) -> NoticeText:
        """What hangs under the scan field."""
        assert self.screen.scan_notice.isVisible()
        return self.screen.scan_notice.text

    @property
    def event_names(self) -> list[str]:
        """The kinds of everything in the ledger, oldest first."""
        return [type(event.body).__name__ for event in self.till.ledger.events]

    def _furnish(self, flows: SaleFlows) -> None:
        flows.use_symbol("€")
        flows.show_tiles(tile_groups())
