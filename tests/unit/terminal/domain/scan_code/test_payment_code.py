"""Whose payment code a number is."""

from __future__ import annotations

import pytest

from terminal.domain.scan_code import PaymentChannel
from terminal.domain.scan_code.payment_code import find_payment_channel


@pytest.mark.parametrize(
    ("digits", "channel"),
    [
        ("10" + "1" * 16, PaymentChannel.WECHAT),
        ("15" + "1" * 16, PaymentChannel.WECHAT),
        ("16" + "1" * 16, None),
        ("09" + "1" * 16, None),
        ("10" + "1" * 15, None),
        ("10" + "1" * 17, None),
        ("25" + "1" * 14, PaymentChannel.ALIPAY),
        ("30" + "1" * 22, PaymentChannel.ALIPAY),
        ("28" + "1" * 13, None),
        ("28" + "1" * 23, None),
        ("24" + "1" * 16, None),
        ("31" + "1" * 16, None),
        ("62" + "1" * 17, PaymentChannel.UNIONPAY),
        ("62" + "1" * 16, None),
        ("62" + "1" * 18, None),
        ("6901028315005", None),
        ("", None),
    ],
)
def test_prefix_and_length_name_the_wallet(
    digits: str, channel: PaymentChannel | None
) -> None:
    assert find_payment_channel(digits) is channel
