"""How the settings of a till can be wrong, in words a technician can act on."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class SettingsError(Exception):
    """A setting is missing, unknown or out of bounds; the file is left as it is.

    Attributes:
        code: Stable identifier; the key of the translated message.
        exit_code: What a command returns to the shell when it ends with this.
    """

    code: ClassVar[str] = "settings_error"
    exit_code: ClassVar[int] = 1


class SettingsFileError(SettingsError):
    """The settings file cannot be read or does not say what it must."""

    code = "settings_file_broken"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} in {path.parent} cannot be used: {detail}; nothing was"
            f" changed. Correct that line, or bring the file back with 'restore'."
        )
        self.path = path
        self.detail = detail


class AnswersFileError(SettingsError):
    """The file of answers for `init` cannot be read or misses something."""

    code = "answers_refused"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path} cannot be used: {detail}; nothing was changed.")
        self.path = path
        self.detail = detail


class SettingsNotWritableError(SettingsError):
    """The settings file cannot be replaced; the old one is still whole."""

    code = "settings_not_writable"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} in {path.parent} cannot be written ({detail}); the"
            f" settings are as they were. Give the account that runs the till the"
            f" right to write in that folder, or make room on the disk."
        )
        self.path = path
        self.detail = detail


class SettingValueError(SettingsError):
    """One given setting does not exist or may not have that value."""

    code = "setting_refused"

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(f"{key}: {detail}; nothing was changed.")
        self.key = key
        self.detail = detail
