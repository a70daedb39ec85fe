"""Payment codes (付款码) that customers show on their phones.

The lengths and prefixes are what the wallets tell merchants: WeChat 18 digits from
10 to 15, Alipay 16 to 24 digits from 25 to 30, UnionPay 62 and 17 more digits. They
have no check digit and are worth money for a minute: they are never kept.
"""

import re
from typing import Final

from terminal.domain.scan_code.scan_code import PaymentChannel

_CHANNELS: Final = (
    (PaymentChannel.WECHAT, re.compile(r"1[0-5][0-9]{16}")),
    (PaymentChannel.ALIPAY, re.compile(r"(?:2[5-9]|30)[0-9]{14,22}")),
    (PaymentChannel.UNIONPAY, re.compile(r"62[0-9]{17}")),
)


def find_payment_channel(digits: str) -> PaymentChannel | None:
    """Return whose payment code *digits* would be, or ``None``."""
    for channel, form in _CHANNELS:
        if form.fullmatch(digits):
            return channel
    return None
