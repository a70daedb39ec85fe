"""What may stand in ``till.toml``: names, bounds and what each setting means.

The file holds what belongs to this one till: which workstation it is, how it
keeps its keys, where the center is, its devices.  It holds no secret.  An unknown
key is an error and not a shrug: a misspelled ``tax_mode`` must not sell with the
wrong tax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from msgspec import Meta, Struct

from terminal.domain.pricing.pricing_terms import USUAL_TERMS, PricingTerms

if TYPE_CHECKING:
    from terminal.domain.scan_code.scan_rules import EmbeddedRule

_ID: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

Identifier = Annotated[
    str,
    Meta(
        pattern=_ID,
        min_length=1,
        max_length=64,
        description="Letters, digits, dot, dash and underscore.",
    ),
]
TenderName = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z][a-z0-9_]{0,31}\Z",
        description="A short lower-case word.",
    ),
]
ReceiptLine = Annotated[str, Meta(max_length=64)]
TaxMode = Literal["inclusive", "exclusive"]
Language = Literal["en", "zh_CN", "zh_TW", "ar"]
KeyStoreKind = Literal["file", "keyring", "tpm"]
ReferenceSource = Literal["local", "central"]


class WorkstationSettings(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Which point of sale this is; part of every event's identity.

    Fixed when the home is made: changing it later would tear the ledger's stream.
    """

    tenant: Annotated[Identifier, Meta(description="The chain or owner.")]
    store: Annotated[Identifier, Meta(description="The store of the chain.")]
    workstation: Annotated[
        Identifier, Meta(description="This point of sale within the store.")
    ]
    name: Annotated[
        str, Meta(max_length=64, description="What people call this workstation.")
    ] = ""
    lane: Annotated[
        Literal["ledger"], Meta(description="The stream that holds all money.")
    ] = "ledger"


class StoreSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this store sells and what its receipts say."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=64, description="Name printed on receipts."),
    ]
    currency: Annotated[
        str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217 code, such as EUR.")
    ]
    exponent: Annotated[
        int, Meta(ge=0, le=4, description="Decimal places of the currency.")
    ]
    tax_mode: Annotated[
        TaxMode,
        Meta(description="Whether the prices on the shelf include the tax."),
    ] = "inclusive"
    time_zone: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=64,
            description="IANA name, such as Europe/Berlin; printed times use it.",
        ),
    ] = "UTC"
    day_cutover: Annotated[
        str,
        Meta(
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
            description="Local time until which a sale belongs to the day before.",
        ),
    ] = "00:00"
    receipt_head: Annotated[
        tuple[ReceiptLine, ...],
        Meta(max_length=12, description="Lines above every receipt."),
    ] = ()
    receipt_foot: Annotated[
        tuple[ReceiptLine, ...],
        Meta(max_length=12, description="Lines below every receipt."),
    ] = ()
    receipt_columns: Annotated[
        int, Meta(ge=24, le=96, description="Characters in a line of the printer.")
    ] = 42
    language: Annotated[
        Language, Meta(description="Language of receipts and of a new operator.")
    ] = "en"


class TillSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this store handles its tills; amounts in minor units of its currency."""

    lift_at_minor: Annotated[
        int,
        Meta(
            ge=0, le=10**13, description="Cash above which a pickup is due; 0: never."
        ),
    ] = 0
    drawer_limit_minor: Annotated[
        int,
        Meta(ge=0, le=10**13, description="Largest cash of the drawer; 0: none."),
    ] = 0
    drawer_limit_policy: Annotated[
        Literal["state", "refuse"],
        Meta(description="state: say so; refuse: take no more cash beyond it."),
    ] = "state"
    undecided: Annotated[
        Literal["carry_over", "cancel", "ask"],
        Meta(
            description="What a settlement does with open and suspended sales"
            " about which nobody decided.",
        ),
    ] = "carry_over"
    tenders: Annotated[
        tuple[TenderName, ...],
        Meta(min_length=1, max_length=32, description="Tenders that are taken here."),
    ] = ("cash", "card_manual", "voucher", "points")


ANY_AMOUNT_MINOR: Final = 10**13


class ReturnsSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How goods are taken back here; amounts in minor units of the currency."""

    unproved_price: Annotated[
        Literal["lowest_in_period", "current"],
        Meta(description="What goods without receipt are worth."),
    ] = "lowest_in_period"
    price_days: Annotated[
        int, Meta(ge=0, le=3_650, description="Days that lowest_in_period looks back.")
    ] = 30
    refunds: Annotated[
        Literal["original_first", "free"],
        Meta(description="By which tender money goes back."),
    ] = "original_first"
    unproved_cash_minor_max: Annotated[
        int,
        Meta(
            ge=0,
            le=ANY_AMOUNT_MINOR,
            description="Cash for what no tender of a receipt took; 10^13: any.",
        ),
    ] = ANY_AMOUNT_MINOR
    unproved_tender: Annotated[
        str,
        Meta(
            pattern=r"\A[a-z][a-z0-9_]{0,31}\Z",
            description="Tender for what is beyond that cash.",
        ),
    ] = "voucher"


class SellingSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be sold here, and for how little."""

    expiry: Annotated[
        Literal["through_date", "before_date", "told"],
        Meta(description="When goods with a date stop: after it, on it, never."),
    ] = "through_date"
    below_cost: Annotated[
        Literal["allowed", "permission", "refused"],
        Meta(description="Prices that people make below what the goods cost."),
    ] = "permission"
    keyed_weight: Annotated[
        Literal["allowed", "permission"],
        Meta(description="Weights that people key instead of a scale."),
    ] = "allowed"


Percent = Annotated[int, Meta(ge=0, le=1_000)]
AmountMinor = Annotated[int, Meta(ge=0, le=10**13)]


class LimitSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far one role may go without an approval; absent for the usual limit."""

    discount_percent_max: Annotated[
        Percent | None, Meta(description="Largest manual discount in percent.")
    ] = None
    discount_minor_max: Annotated[
        AmountMinor | None,
        Meta(description="Largest manual discount in minor units."),
    ] = None
    override_down_percent_max: Annotated[
        Percent | None, Meta(description="How far an override may lower a price.")
    ] = None
    override_up_percent_max: Annotated[
        Percent | None, Meta(description="How far an override may raise a price.")
    ] = None
    return_without_receipt_minor_max: Annotated[
        AmountMinor | None,
        Meta(description="Largest return without receipt in minor units."),
    ] = None
    tender_control_minor_max: Annotated[
        AmountMinor | None,
        Meta(
            description="Largest loan, pickup, paid in or out, in the store's minor units."
        ),
    ] = None


class LabelSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One pattern of the labels that this store prints."""

    kind: Annotated[
        Literal[
            "weight",
            "count",
            "price",
            "percent_off",
            "price_and_weight",
            "weight_and_price",
            "member",
            "operator",
            "coupon",
        ],
        Meta(description="What the braces of the pattern hold."),
    ]
    pattern: Annotated[
        str,
        Meta(
            pattern=r"^[0-9.NDV{}]+$",
            max_length=40,
            description="Digits, . for any digit, {NNDDD} for the field.",
        ),
    ]
    length: Annotated[
        Literal[8, 13, 18], Meta(description="Digits of the whole number.")
    ] = 13
    unit: Annotated[
        str, Meta(max_length=16, description="Unit of a weight or count.")
    ] = "kg"
    minor_units: Annotated[
        bool, Meta(description="The price field has minor units of the currency.")
    ] = False
    base_check: Annotated[
        Literal["recomputed", "kept"],
        Meta(description="The check digit of the item's code inside the label."),
    ] = "recomputed"

    def __post_init__(self) -> None:
        """Refuse a pattern that cannot be read: at a scan it would be too late.

        Raises:
            ValueError: Becomes a message that names the key of the file.
        """
        from terminal.domain.errors import InvalidScanRuleError
        from terminal.domain.scan_code.embedded import compile_rule

        try:
            compile_rule(self.rule())
        except InvalidScanRuleError as error:
            raise ValueError(str(error)) from error

    def rule(self) -> EmbeddedRule:
        """Return the pattern as the parser wants it."""
        from terminal.domain.scan_code.scan_rules import (
            BaseCheck,
            EmbeddedKind,
            EmbeddedRule,
        )

        return EmbeddedRule(
            kind=EmbeddedKind(self.kind),
            pattern=self.pattern,
            length=self.length,
            unit=self.unit,
            minor_units=self.minor_units,
            base_check=BaseCheck(self.base_check),
        )


class ScanSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this store reads the codes that it gives out itself."""

    labels: Annotated[
        dict[Identifier, LabelSection],
        Meta(
            max_length=32,
            description="By name, tried in this order; none for the usual ones.",
        ),
    ] = {}
    member_prefixes: Annotated[
        tuple[str, ...],
        Meta(
            max_length=32,
            description="Beginnings of members' numbers; none for the usual ones.",
        ),
    ] = ()
    coupon_prefixes: Annotated[
        tuple[str, ...],
        Meta(
            max_length=32,
            description="Beginnings of coupons' numbers; none for the usual ones.",
        ),
    ] = ()
    best_before: Annotated[
        Literal["stops", "told"],
        Meta(description="Whether a best-before day stops a sale as an expiry does."),
    ] = "stops"


class ReferenceDataSettings(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Where items, prices and operators come from; fixed when the home is made."""

    source: Annotated[
        ReferenceSource,
        Meta(description="local: commands on this till; central: the server's feed."),
    ] = "local"


class CentralSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The central server this till was enrolled with; empty on a stand-alone till."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^\s]+)?$",
            max_length=256,
            description="Address of the central server, without a path.",
        ),
    ] = ""
    public_key: Annotated[
        str,
        Meta(
            pattern=r"^([A-Za-z0-9+/]{43}=)?$",
            description="The server's Ed25519 key in base64, pinned at enrolment.",
        ),
    ] = ""


class KeySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which key store holds the key of this home; fixed when the home is made."""

    store: Annotated[
        KeyStoreKind,
        Meta(description="file, keyring of the operating system, or tpm."),
    ] = "file"
    folder: Annotated[
        str,
        Meta(
            max_length=1024,
            description=(
                "Folder of the key store 'file'; relative to the home when not"
                " absolute, the user's own configuration folder when empty."
            ),
        ),
    ] = ""


class CustomerSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What faces the customer."""

    screen: Annotated[
        str,
        Meta(
            max_length=128,
            description="Second screen for the customer by its serial number, name"
            " or geometry such as 1280x800+1920+0; empty for none.",
        ),
    ] = ""
    idle_upper: Annotated[
        str,
        Meta(
            max_length=40,
            description="First line of a line display while nobody is served; the"
            " store's name when empty.",
        ),
    ] = ""
    idle_lower: Annotated[str, Meta(max_length=40, description="Second line then.")] = (
        "WELCOME"
    )


class DeviceSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One device of this till, as the technician added it."""

    kind: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_]{0,31}$",
            description="Category, such as receipt_printer, scanner, cash_drawer.",
        ),
    ]
    model: Annotated[
        str,
        Meta(
            max_length=64,
            description="Protocol family or profile that the driver registry knows.",
        ),
    ] = ""
    address: Annotated[
        str,
        Meta(
            max_length=256,
            description="Where it is, such as tcp://192.0.2.7:9100 or serial:COM3.",
        ),
    ] = ""
    name: Annotated[
        str, Meta(max_length=64, description="What the people call it.")
    ] = ""
    is_enabled: Annotated[bool, Meta(description="Whether the till talks to it.")] = (
        True
    )
    options: Annotated[
        dict[str, str | int | bool],
        Meta(max_length=32, description="Further settings of that driver."),
    ] = {}


class TillSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of ``till.toml``."""

    workstation: WorkstationSettings
    store: StoreSection
    till: TillSection = TillSection()
    returns: ReturnsSection = ReturnsSection()
    selling: SellingSection = SellingSection()
    limits: Annotated[
        dict[Literal["cashier", "supervisor", "manager"], LimitSection],
        Meta(description="By role."),
    ] = {}
    scan: ScanSection = ScanSection()
    pricing: PricingTerms = USUAL_TERMS
    reference_data: ReferenceDataSettings = ReferenceDataSettings()
    central: CentralSettings = CentralSettings()
    keys: KeySettings = KeySettings()
    customer: CustomerSection = CustomerSection()
    devices: Annotated[
        dict[Identifier, DeviceSettings],
        Meta(max_length=64, description="By device id."),
    ] = {}
    demo: Annotated[
        bool,
        Meta(description="A demo home; it can never join a real center."),
    ] = False
    training: Annotated[
        bool,
        Meta(description="A training home; nothing of it ever counts as real."),
    ] = False

    @property
    def has_simulated_devices(self) -> bool:
        """Whether the window brings the devices along instead of finding them here."""
        return self.demo or self.training
