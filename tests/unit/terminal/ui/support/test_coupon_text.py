"""Coupons in words."""

from __future__ import annotations

import pytest

from terminal.domain.promotion.result import CouponRefusal
from terminal.ui.support.coupon_text import coupon_reason
from terminal.ui.support.translation import use_language


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_every_refusal_has_words_of_its_own(language: str) -> None:
    use_language(language)

    texts = {coupon_reason(reason.value) for reason in CouponRefusal}

    assert len(texts) == len(CouponRefusal)
    assert coupon_reason("something new") not in texts
