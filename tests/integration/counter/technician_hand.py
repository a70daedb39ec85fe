"""What a technician does at a till on which a sale is open, key by key."""

from __future__ import annotations

from PySide6.QtTest import QTest

from terminal.ui.screens.technician.technician_screen import TechnicianScreen
from terminal.ui.view_models.technician_view_model import TechnicianViewModel
from tests.integration.counter.shop import Shop, Unit, until


class TechnicianHand:
    """Goes to the Devices page in the middle of a sale, and comes back."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    @property
    def screen(self) -> TechnicianScreen:
        """The technician's screen."""
        screen = self._shop.window.technician_screen
        assert screen is not None
        return screen

    @property
    def model(self) -> TechnicianViewModel:
        """What the screen shows."""
        return self.screen.devices._view_model

    def enter(self) -> None:
        """Sign off, and sign on to set up devices."""
        window = self._shop.window
        self._shop.leave()
        self._shop.press(window.sign_on_screen.technician_key)
        self._shop.touch_pin()
        until(
            lambda: (
                window.technician_screen is not None
                and window.stack.currentWidget() is window.technician_screen
            )
        )
        until(lambda: len(self.model.rows) == len(self._shop.settings))
        until(lambda: bool(self.model.kinds))

    def leave(self) -> None:
        """Go back to selling."""
        window = self._shop.window
        self._shop.press(self.screen.back_key)
        until(lambda: window.stack.currentWidget() is window.sale_screen)
        until(lambda: self._shop.screen.panel is self._shop.screen.items)
        self._shop.listen()

    def remove(self, name: str) -> None:
        """Take a device out."""
        page = self.screen.devices
        device_id = self._shop.ids[name]
        self._shop.press(page.keys[device_id])
        until(page.keys[device_id].isChecked)
        self._shop.press(page.detail.second)
        until(lambda: page.detail.is_asking)
        self._shop.press(page.detail.first)
        until(lambda: device_id not in page.keys, self._said)
        del self._shop.settings[name]

    def add(self, name: str, unit: Unit, language: str = "") -> None:
        """Type the address of another one, test it, and keep it."""
        page, settings = self.screen.devices, unit.settings
        before = {row.status.device_id for row in self.model.rows}
        self._shop.press(page.address_key)
        until(lambda: page.form is not None)
        form = page.form
        assert form is not None
        self._shop.press(form.kind.keys[settings.kind])
        if language:
            self._shop.press(form.languages[settings.kind].keys[language])
        host = settings.options.get("printer", "")
        address = settings.address or f"printer:{host}"
        QTest.keyClicks(form.address.edit, address.partition("?")[0])
        self._shop.press(form.try_key)
        save = page.detail.first
        until(
            lambda: save.property("does") == "save" and save.applies,
            lambda: (self.model.trial, self._said()),
        )
        self._shop.press(save)
        until(lambda: page.form is None and self.model.trial is None, self._said)
        until(lambda: all(row.is_saved for row in self.model.rows))
        (device_id,) = {row.status.device_id for row in self.model.rows} - before
        self._shop.ids[name] = device_id
        self._shop.settings[name] = settings
        self._shop.units[name] = unit
        self._shop.all_units.append(unit)

    def _said(self) -> str:
        return self.screen.devices.problem.text()
