"""What `init` must know, as a file can answer it.

The file is TOML or JSON and looks like ``till.toml``, with the first operator and
the enrolment code besides.  For short scripts the settings of ``[workstation]`` and
``[store]`` may also stand at the top; there ``store`` and ``workstation`` as plain
text are the two ids and ``store_name`` is the name of the store.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from structs.decoding import convert
from terminal.domain.currency import currency_of
from terminal.settings.errors import AnswersFileError, SettingValueError
from terminal.settings.file import explain
from terminal.settings.schema import (
    DeviceSettings,
    Identifier,
    KeyStoreKind,
    Language,
    ReceiptLine,
    ReferenceSource,
    StoreSection,
    TaxMode,
    WorkstationSettings,
)

_FILE_BYTES_MAX: Final = 256 * 1024

RoleName = Literal["cashier", "supervisor", "manager"]


class FirstOperator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who signs on first at a stand-alone till.

    Attributes:
        pin: Six digits; only its hash is kept.
        permissions: Granted besides those of the role.
    """

    pin: str
    operator_id: Identifier = "1"
    name: Annotated[str, Meta(min_length=1, max_length=64)] = "Manager"
    role: RoleName = "manager"
    permissions: tuple[str, ...] = ()
    language: Language | None = None


class StoreAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The store, where what can be guessed may be left out."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    exponent: Annotated[int, Meta(ge=0, le=4)] | None = None
    tax_mode: TaxMode = "inclusive"
    time_zone: str | None = None
    day_cutover: str = "00:00"
    receipt_head: tuple[ReceiptLine, ...] = ()
    receipt_foot: tuple[ReceiptLine, ...] = ()
    receipt_columns: int = 42
    language: Language = "en"


class CentralAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The center to enrol with; `--central` and `--code` say the same."""

    url: str = ""
    code: str = ""


class InitAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything `init` asks.

    Attributes:
        workstation: With a center, what the center says counts.
        recovery_confirmed: A person will keep the recovery code that is printed.
        key_folder: See ``keys.folder`` of the settings.
    """

    store: StoreAnswers
    workstation: WorkstationSettings = WorkstationSettings(
        tenant="evertill", store="S-01", workstation="T-01"
    )
    operator: FirstOperator | None = None
    reference_data: ReferenceSource | None = None
    central: CentralAnswers = CentralAnswers()
    key_store: KeyStoreKind = "file"
    key_folder: str = ""
    devices: dict[Identifier, DeviceSettings] = {}
    recovery_confirmed: bool = False
    demo: bool = False


# What may stand at the top; names and ids that mean two things there are left out.
_STORE_FIELDS: Final = frozenset(StoreAnswers.__struct_fields__) - {"name"}
_WORKSTATION_FIELDS: Final = frozenset({"tenant", "lane"})


def load_answers(path: Path) -> InitAnswers:
    """Return the answers that stand in the TOML or JSON file *path*.

    Raises:
        AnswersFileError: It cannot be read, or an answer is missing, unknown or
            out of bounds; the message names it.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_FILE_BYTES_MAX + 1)
    except OSError as error:
        raise AnswersFileError(path, error.strerror or str(error)) from error
    if len(raw) > _FILE_BYTES_MAX:
        raise AnswersFileError(path, f"it is larger than {_FILE_BYTES_MAX} bytes")
    try:
        text = raw.decode("utf-8-sig")
        table: Any = (
            msgspec.json.decode(text)
            if text.lstrip().startswith("{")
            else tomllib.loads(text)
        )
        return convert(_gathered(table), InitAnswers)
    except msgspec.ValidationError as error:
        raise AnswersFileError(path, explain(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise AnswersFileError(path, str(error)) from error


def completed_store(answers: StoreAnswers) -> StoreSection:
    """Return the store's settings with what was left out filled in.

    Raises:
        SettingValueError: There is no such currency or time zone.
    """
    currency = currency_of(answers.currency)
    if currency is None:
        raise SettingValueError(
            "store.currency", f"there is no currency {answers.currency!r}"
        )
    exponent = answers.exponent
    if exponent is None:
        exponent = currency.exponent
    time_zone = answers.time_zone or local_time_zone()
    require_time_zone("store.time_zone", time_zone)
    fields = msgspec.structs.asdict(answers)
    try:
        return convert(
            {**fields, "exponent": exponent, "time_zone": time_zone}, StoreSection
        )
    except msgspec.ValidationError as error:
        raise SettingValueError("store", explain(error)) from error


def require_time_zone(key: str, name: str) -> None:
    """Refuse a time zone that this computer does not know.

    Raises:
        SettingValueError: It does not.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingValueError(key, f"there is no time zone {name!r}") from error


def local_time_zone(link: Path = Path("/etc/localtime")) -> str:
    """Return the IANA name of this computer's time zone, UTC when it has none."""
    _, found, name = str(link.resolve()).partition("zoneinfo/")
    return name if found else "UTC"


def _gathered(table: dict[str, Any]) -> dict[str, Any]:
    """Return *table* with the settings at its top moved into their sections."""
    if not isinstance(table, dict):
        raise msgspec.ValidationError("Expected a table of answers")
    top = dict(table)
    workstation = _section(top, "workstation", "workstation")
    store_id = top.pop("store") if isinstance(top.get("store"), str) else None
    store = _section(top, "store", "name")
    if store_id is not None:
        workstation.setdefault("store", store_id)
    if "store_name" in top:
        store.setdefault("name", top.pop("store_name"))
    for name in list(top):
        if name in _STORE_FIELDS:
            store.setdefault(name, top.pop(name))
        elif name in _WORKSTATION_FIELDS:
            workstation.setdefault(name, top.pop(name))
    if workstation:
        top["workstation"] = {**_WORKSTATION_DEFAULTS, **workstation}
    if store:
        top["store"] = store
    return top


_WORKSTATION_DEFAULTS: Final = {
    "tenant": "evertill",
    "store": "S-01",
    "workstation": "T-01",
}


def _section(top: dict[str, Any], name: str, text_means: str) -> dict[str, Any]:
    """Take the section *name* out of *top*; plain text means one field of it."""
    found = top.pop(name, {})
    if isinstance(found, str):
        return {text_means: found}
    if not isinstance(found, dict):
        raise msgspec.ValidationError(f"Expected a table - at `$.{name}`")
    return dict(found)
