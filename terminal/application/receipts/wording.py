"""The words on the paper, by receipt language.

Apart from the window's translations on purpose: a receipt's language is the
store's, not the operator's, and a queued paper must read the same after an
update of the window. ``python-escpos`` and the printer take care of code pages.
"""

from functools import lru_cache
from typing import Final

import msgspec


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """All words of one language.

    Attributes:
        decimal_mark: Between major and minor units.
        units: Names of units of measure; others are printed as they are.
    """

    decimal_mark: str = "."
    copy: str
    voided: str
    returned: str
    total: str
    refund: str
    subtotal: str
    tax_included: str
    tax_added: str
    net: str
    tax: str
    cash: str
    cash_back: str
    change: str
    operator: str
    void_of: str
    reason: str
    x_report: str
    z_report: str
    business_day: str
    transactions: str
    sale_lines: str
    return_lines: str
    voided_lines: str
    cancelled: str
    voids: str
    no_sales: str
    reprints: str
    gross: str
    loan: str
    expected: str
    counted: str
    over: str
    short: str
    exact: str
    perpetual: str
    events: str
    units: dict[str, str]


_ENGLISH: Final = Wording(
    copy="COPY",
    voided="VOIDED",
    returned="Return",
    total="TOTAL",
    refund="REFUND",
    subtotal="Subtotal",
    tax_included="Tax included",
    tax_added="Tax",
    net="net",
    tax="tax",
    cash="Cash",
    cash_back="Cash back",
    change="Change",
    operator="Operator",
    void_of="Void of",
    reason="Reason",
    x_report="X REPORT",
    z_report="Z REPORT",
    business_day="Business day",
    transactions="Sales and returns",
    sale_lines="Lines sold",
    return_lines="Lines returned",
    voided_lines="Lines voided",
    cancelled="Cancelled",
    voids="Voided",
    no_sales="No sale",
    reprints="Copies",
    gross="Gross",
    loan="Loan",
    expected="Expected cash",
    counted="Counted cash",
    over="Over",
    short="Short",
    exact="Over / short",
    perpetual="Grand total",
    events="Events",
    units={"piece": ""},
)

_SIMPLIFIED: Final = Wording(
    copy="副本",
    voided="已作废",
    returned="退货",
    total="合计",
    refund="退款",
    subtotal="小计",
    tax_included="含税",
    tax_added="税额",
    net="不含税",
    tax="税",
    cash="现金",
    cash_back="退现金",
    change="找零",
    operator="收银员",
    void_of="作废单号",
    reason="原因",
    x_report="X 报表",
    z_report="Z 报表",
    business_day="营业日",
    transactions="交易笔数",
    sale_lines="销售行数",
    return_lines="退货行数",
    voided_lines="作废行数",
    cancelled="取消交易",
    voids="作废交易",
    no_sales="无销售开箱",
    reprints="补打次数",
    gross="含税总额",
    loan="备用金",
    expected="应有现金",
    counted="实点现金",
    over="长款",
    short="短款",
    exact="长短款",
    perpetual="累计总额",
    events="事件数",
    units={"piece": "", "kg": "千克", "g": "克", "l": "升", "m": "米"},
)

_TRADITIONAL: Final = Wording(
    copy="副本",
    voided="已作廢",
    returned="退貨",
    total="合計",
    refund="退款",
    subtotal="小計",
    tax_included="含稅",
    tax_added="稅額",
    net="未稅",
    tax="稅",
    cash="現金",
    cash_back="退現金",
    change="找零",
    operator="收銀員",
    void_of="作廢單號",
    reason="原因",
    x_report="X 報表",
    z_report="Z 報表",
    business_day="營業日",
    transactions="交易筆數",
    sale_lines="銷售行數",
    return_lines="退貨行數",
    voided_lines="作廢行數",
    cancelled="取消交易",
    voids="作廢交易",
    no_sales="無銷售開箱",
    reprints="補印次數",
    gross="含稅總額",
    loan="備用金",
    expected="應有現金",
    counted="實點現金",
    over="溢收",
    short="短少",
    exact="溢收短少",
    perpetual="累計總額",
    events="事件數",
    units={"piece": "", "kg": "公斤", "g": "公克", "l": "公升", "m": "公尺"},
)

_TRADITIONAL_SUBTAGS: Final = frozenset({"hant", "tw", "hk", "mo"})


@lru_cache(maxsize=32)
def wording(language: str) -> Wording:
    """Return the words for a BCP 47 or POSIX language tag; English by default."""
    subtags = language.replace("_", "-").lower().split("-")
    if subtags[0] != "zh":
        return _ENGLISH
    if _TRADITIONAL_SUBTAGS.intersection(subtags[1:]):
        return _TRADITIONAL
    return _SIMPLIFIED
