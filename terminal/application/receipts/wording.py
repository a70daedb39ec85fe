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
        methods: Names of tenders but cash; others are printed as they are.
    """

    decimal_mark: str = "."
    copy: str
    training: str
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
    loans: str
    pickups: str
    paid_in: str
    paid_out: str
    safe_drops: str
    loan_one: str
    pickup_one: str
    safe_drop_one: str
    slip_of_till: str
    slip_of_other: str
    signature: str
    reference: str
    returns: str
    discounts: str
    reduced_on_label: str
    rounding: str
    expected_other: str
    counted_other: str
    not_counted: str
    count_stale: str
    negative_drawer: str
    perpetual_before: str
    cancelled_at_close: str
    carried_over: str
    day_overdue: str
    day_ahead: str
    pending: str
    provisional: str
    confirmed: str
    confirmed_events: str
    confirmed_at: str
    units: dict[str, str]
    savings: str
    tax_exempt: str
    coupon: str
    coupon_restored: str
    points_earned: str
    points_reversed: str
    points_burned: str
    points_restored: str
    points_balance: str
    methods: dict[str, str]


_ENGLISH: Final = Wording(
    copy="COPY",
    training="TRAINING - NOT A RECEIPT",
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
    loans="Loans",
    pickups="Pickups",
    paid_in="Paid in",
    paid_out="Paid out",
    safe_drops="Safe drops",
    loan_one="LOAN",
    pickup_one="PICKUP",
    safe_drop_one="SAFE DROP",
    slip_of_till="For the till",
    slip_of_other="For whoever takes or brings it",
    signature="Signature",
    reference="Reference",
    returns="Returns",
    discounts="Discounts",
    reduced_on_label="Reduced on the label",
    rounding="Cash rounding",
    expected_other="expected",
    counted_other="counted",
    not_counted="not counted",
    count_stale="Tender moved after this count",
    negative_drawer="More went out than came in",
    perpetual_before="Grand total before",
    cancelled_at_close="Cancelled at the settlement",
    carried_over="Carried over",
    day_overdue="The clock is past this business day",
    day_ahead="The clock has not reached this business day",
    pending="Events not confirmed by the center",
    provisional="PROVISIONAL",
    confirmed="CONFIRMED BY THE CENTER",
    confirmed_events="{0} of {1} events",
    confirmed_at="Confirmed",
    units={"piece": ""},
    savings="You save",
    tax_exempt="Tax exempt",
    coupon="Coupon",
    coupon_restored="Coupon valid again",
    points_earned="Points earned",
    points_reversed="Points taken back",
    points_burned="Points used",
    points_restored="Points given back",
    points_balance="Points balance",
    methods={
        "card_manual": "Card",
        "voucher": "Voucher",
        "gift_card": "Gift card",
        "credit_note": "Credit note",
    },
)

_SIMPLIFIED: Final = Wording(
    copy="副本",
    training="培训 - 非正式票据",
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
    loans="增补备用金",
    pickups="提取现金",
    paid_in="其他收入",
    paid_out="其他支出",
    safe_drops="投入保险箱",
    loan_one="增补备用金",
    pickup_one="提取现金",
    safe_drop_one="投入保险箱",
    slip_of_till="收银留存联",
    slip_of_other="经手人联",
    signature="签名",
    reference="参考号",
    returns="退货额",
    discounts="折扣额",
    reduced_on_label="标签折扣",
    rounding="现金舍入",
    expected_other="应有",
    counted_other="实点",
    not_counted="未清点",
    count_stale="清点后又有收付",
    negative_drawer="支出多于收入",
    perpetual_before="结算前累计总额",
    cancelled_at_close="结算时取消",
    carried_over="结转",
    day_overdue="时钟已过此营业日",
    day_ahead="时钟未到此营业日",
    pending="中心未确认事件数",
    provisional="暂定",
    confirmed="中心已确认",
    confirmed_events="事件 {0}/{1}",
    confirmed_at="确认时间",
    units={"piece": "", "kg": "千克", "g": "克", "l": "升", "m": "米"},
    savings="已优惠",
    tax_exempt="免税",
    coupon="优惠券",
    coupon_restored="优惠券恢复有效",
    points_earned="获得积分",
    points_reversed="扣回积分",
    points_burned="使用积分",
    points_restored="退还积分",
    points_balance="积分余额",
    methods={
        "card_manual": "银行卡",
        "voucher": "代金券",
        "gift_card": "礼品卡",
        "credit_note": "退货凭证",
    },
)

_TRADITIONAL: Final = Wording(
    copy="副本",
    training="培訓 - 非正式單據",
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
    loans="增補備用金",
    pickups="提取現金",
    paid_in="其他收入",
    paid_out="其他支出",
    safe_drops="投入保險箱",
    loan_one="增補備用金",
    pickup_one="提取現金",
    safe_drop_one="投入保險箱",
    slip_of_till="收銀留存聯",
    slip_of_other="經手人聯",
    signature="簽名",
    reference="參考號",
    returns="退貨額",
    discounts="折扣額",
    reduced_on_label="標籤折扣",
    rounding="現金捨入",
    expected_other="應有",
    counted_other="實點",
    not_counted="未清點",
    count_stale="清點後又有收付",
    negative_drawer="支出多於收入",
    perpetual_before="結算前累計總額",
    cancelled_at_close="結算時取消",
    carried_over="結轉",
    day_overdue="時鐘已過此營業日",
    day_ahead="時鐘未到此營業日",
    pending="中心未確認事件數",
    provisional="暫定",
    confirmed="中心已確認",
    confirmed_events="事件 {0}/{1}",
    confirmed_at="確認時間",
    units={"piece": "", "kg": "公斤", "g": "公克", "l": "公升", "m": "公尺"},
    savings="已優惠",
    tax_exempt="免稅",
    coupon="優惠券",
    coupon_restored="優惠券恢復有效",
    points_earned="獲得點數",
    points_reversed="扣回點數",
    points_burned="使用點數",
    points_restored="退還點數",
    points_balance="點數餘額",
    methods={
        "card_manual": "信用卡",
        "voucher": "抵用券",
        "gift_card": "禮品卡",
        "credit_note": "退貨憑證",
    },
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
