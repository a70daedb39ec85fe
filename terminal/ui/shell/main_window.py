"""The window of the till: one screen at a time, one look for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.domain.access.permissions import DEVICES_SET_UP
from terminal.ui.screens.cashier.sign_on_screen import SignOnScreen
from terminal.ui.support.error_messages import explain
from terminal.ui.support.scan_router import ScanRouter
from terminal.ui.support.translation import (
    LANGUAGES,
    best_language,
    tr,
    use_language,
)
from terminal.ui.support.work_queue import WorkQueue
from terminal.ui.theme.appearance import APPEARANCE, THEME_NAMES
from terminal.ui.theme.stylesheet import build_stylesheet
from terminal.ui.view_models.sign_on_view_model import SignOnViewModel
from terminal.ui.view_models.status_view_model import StatusViewModel
from terminal.ui.view_models.till_view_model import TillViewModel
from terminal.ui.widgets.focus_ring import FocusRing
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import mark
from terminal.ui.widgets.training_mark import TrainingBorder

if TYPE_CHECKING:
    from terminal.application.till_control.till_view import SessionView, TillStateView
    from terminal.application.use_cases import UseCases
    from terminal.ui.screens.cashier.sale_flows import SaleFlows
    from terminal.ui.screens.cashier.sale_screen import SaleScreen
    from terminal.ui.screens.technician.technician_screen import TechnicianScreen

_STATUS_MS: Final = 15_000


class MainWindow(QWidget):
    """Sign-on first; the sale screen is made when somebody signs on.

    Signals:
        sale_screen_made: The sale screen exists; who joins simulated devices or
            tiles to it does so now.
        closing: The window was closed.
        painted: The window was painted for the first time.
        names_shown: The sign-on screen was painted with the names on it, once.
        technician_wanted: Somebody who may set up devices signed on for that; the
            SessionView.
        training_wanted: Somebody who may do so asked for training; nobody is signed
            on any more.
    """

    sale_screen_made = Signal(object)
    closing = Signal()
    painted = Signal()
    names_shown = Signal()
    technician_wanted = Signal(object)
    training_wanted = Signal()

    def __init__(
        self,
        queue: WorkQueue,
        router: ScanRouter,
        status: StatusViewModel,
        wall_ms: Callable[[], int],
        *,
        is_training: bool = False,
        is_technicians: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Evertill")
        mark(self, ground="canvas")
        self._queue = queue
        self._router = router
        self._wall_ms = wall_ms
        self.status = status
        self.sign_on = SignOnViewModel(queue, self)
        self.till = TillViewModel(queue, self)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # The panels' least sizes are not the window's: they would be told to the
        # system anew with every panel.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._defect_notice = Notice("defectNotice")
        self._defect_notice.acted.connect(self._defect_notice.clear)
        column.addWidget(self._defect_notice)
        column.addWidget(self.stack)
        self.sign_on_screen = SignOnScreen(self.sign_on, wall_ms)
        self.stack.addWidget(self.sign_on_screen)
        self.technician_screen: TechnicianScreen | None = None
        self.flows: SaleFlows | None = None
        self.sale_screen: SaleScreen | None = None
        self._is_leaving_for_training = False
        self._has_painted = False
        self._has_shown_names = False
        self._timer = QTimer(self)
        self._timer.setInterval(_STATUS_MS)
        self._timer.timeout.connect(self._tick)
        self.focus_ring = FocusRing(self)
        self.training_border: TrainingBorder | None = None
        if is_training:
            self._be_training()
        self._is_technicians = is_technicians
        if is_technicians:
            self.sign_on_screen.be_technicians()
        self._connect()

    def _be_training(self) -> None:
        self.training_border = TrainingBorder(self)
        self.sign_on_screen.be_training()
        self.sign_on_screen.training_left.connect(self.close)
        self._show_title()

    def _show_title(self) -> None:
        if self.training_border is not None:
            self.setWindowTitle(f"Evertill - {tr('TRAINING')}")

    def _connect(self) -> None:
        self._router.set_target(self._refuse_scan)
        self.names_shown.connect(self._prepare)
        self.sign_on.signed_on.connect(self._begin_session)
        self.sign_on.signed_off.connect(self._end_session)
        self.till.state_changed.connect(self._show_state)
        self.sign_on_screen.language_chosen.connect(self.next_language)
        self.status.sync_changed.connect(self.sign_on_screen.sync_pill.show_face)
        self.status.devices_changed.connect(self.sign_on_screen.devices.show_faces)

    def begin(self) -> None:
        """Ask for what the sign-on screen shows; answers come when the till is open."""
        self.sign_on.load()
        self.till.load()
        self.status.refresh()
        self._timer.start()
        self.sign_on_screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def use_theme(self, name: str) -> None:
        """Put another theme in force."""
        APPEARANCE.use(theme_name=name)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        sheet = build_stylesheet(name)
        if application.styleSheet() != sheet:
            application.setStyleSheet(sheet)

    def use_language(self, language: str) -> None:
        """Put another language in force, also while a sale is open."""
        chosen = use_language(language)
        APPEARANCE.use(language=chosen)
        for screen in (self.sign_on_screen, self.sale_screen):
            if screen is not None:
                screen.take_density()
                screen.retranslate()
        if self.technician_screen is not None:
            self.technician_screen.retranslate()
        self._show_title()
        if self._defect_notice.isVisible():
            self._say_defect()
        self.status.refresh()
        if self.flows is not None:
            self.flows.retranslate()

    @Slot()
    def next_language(self) -> None:
        """Go through the languages in their order."""
        names = list(LANGUAGES)
        at = names.index(APPEARANCE.language)
        self.use_language(names[(at + 1) % len(names)])

    @Slot(str)
    def change_look(self, what: str) -> None:
        """Change theme or language to the next one."""
        if what == "language":
            self.next_language()
        else:
            at = THEME_NAMES.index(APPEARANCE.theme_name)
            self.use_theme(THEME_NAMES[(at + 1) % len(THEME_NAMES)])

    def make_sale_screen(self) -> SaleScreen:
        """Make the sale screen once; it costs more than the sign-on screen."""
        if self.sale_screen is not None:
            return self.sale_screen
        from terminal.ui.screens.cashier.sale_flows import SaleFlows
        from terminal.ui.screens.cashier.sale_screen import SaleScreen
        from terminal.ui.view_models.sale_view_model import SaleViewModel

        screen = SaleScreen(self._wall_ms)
        sale = SaleViewModel(self._queue, self)
        sale.answer_of_scan = self._router.take_answer
        self.flows = SaleFlows(screen, sale, self.till, self.status, self._wall_ms)
        self.flows.sign_off_wanted.connect(self.sign_on.sign_off)
        self.flows.look_wanted.connect(self.change_look)
        self.stack.addWidget(screen)
        # As large as it will be and styled, while nobody waits for it.
        screen.resize(self.stack.size())
        for widget in screen.findChildren(QWidget):
            widget.ensurePolished()
        self.sale_screen = screen
        self.sale_screen_made.emit(self.flows)
        return screen

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Told after this event, so that what follows does not delay the paint.
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self.painted.emit)
        if not self._has_shown_names and self.sign_on.operators:
            self._has_shown_names = True
            QTimer.singleShot(0, self.names_shown.emit)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    @Slot()
    def _prepare(self) -> None:
        """Make the sale screen while somebody keys a PIN."""
        if self._is_technicians:
            return
        screen = self.make_sale_screen()
        # After what was keyed meanwhile.
        QTimer.singleShot(0, screen.basket.list.load_fonts)

    def take_technician_screen(self, screen: TechnicianScreen) -> None:
        """Keep the technician's screen, made at the first wish for it."""
        self.technician_screen = screen
        if self._is_technicians:
            screen.be_alone()
            screen.closed.connect(self.sign_on.sign_off)
        else:
            screen.closed.connect(self._begin_selling)
        self.stack.addWidget(screen)

    @Slot(object)
    def _begin_session(self, session: SessionView) -> None:
        if self.sign_on_screen.wants_training:
            self._queue.submit(
                _ask_for_training, self._leave_for_training, self._refuse_training
            )
            return
        if not self.sign_on_screen.wants_technician:
            self._begin_selling()
            return
        if DEVICES_SET_UP not in session.permissions:
            self.sign_on_screen.refuse_technician()
            self.sign_on.sign_off()
            return
        if session.language and best_language(session.language) != APPEARANCE.language:
            self.use_language(session.language)
        self.technician_wanted.emit(session)
        if self.technician_screen is not None:
            self.stack.setCurrentWidget(self.technician_screen)
            self.technician_screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_for_training(self, _: object) -> None:
        self._is_leaving_for_training = True
        self.sign_on.sign_off()

    def _refuse_training(self, error: Exception) -> None:
        self.sign_on_screen.refuse_training(explain(error))
        self.sign_on.sign_off()

    @Slot()
    def _begin_selling(self) -> None:
        session = self.sign_on.session
        assert session is not None
        screen = self.make_sale_screen()
        flows = self.flows
        assert flows is not None
        if session.language and best_language(session.language) != APPEARANCE.language:
            self.use_language(session.language)
        self.stack.setCurrentWidget(screen)
        self._router.set_target(flows.take_scan)
        self.till.load()
        flows.sale.load()
        self.status.refresh()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _end_session(self) -> None:
        self._router.set_target(self._refuse_scan)
        if self.sale_screen is not None:
            # What was typed and not entered is not the next operator's.
            self.sale_screen.top_bar.scan_field.clear()
        self.sign_on_screen.forget_purpose()
        self.stack.setCurrentWidget(self.sign_on_screen)
        self.sign_on_screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.till.load()
        if self._is_leaving_for_training:
            self._is_leaving_for_training = False
            self.training_wanted.emit()

    def _refuse_scan(self, _: str) -> None:
        """Let nobody believe that goods were rung up before the sign-on."""
        self._router.take_answer().refuse()
        self.sign_on.refuse_scan()

    @Slot(object)
    def _show_state(self, state: TillStateView) -> None:
        self.sign_on_screen.show_till(state)

    @Slot()
    def show_defect(self) -> None:
        """Say that the program erred, and show what the ledger holds."""
        is_first = not self._defect_notice.isVisible()
        self._say_defect()
        # Not for another one: the reading itself may be what fails.
        if is_first and self.flows is not None and self.sign_on.session is not None:
            self.flows.sale.load()
            self.till.load()

    def _say_defect(self) -> None:
        title = tr("The program made a mistake")
        detail = tr("What was recorded is kept. Compare the basket, then go on.")
        self._defect_notice.show_text(
            NoticeText("failure", "alert", title, detail, tr("Go on"))
        )

    @Slot()
    def _tick(self) -> None:
        self.status.refresh()
        self.sign_on_screen.show_time()


def _ask_for_training(use: UseCases) -> None:
    from terminal.application.till_control.start_training import StartTraining

    use.start_training(StartTraining())
