"""The shop's clock follows its zone, its day the books."""

from __future__ import annotations

from datetime import date

import msgspec

from terminal.application.selling.local_time import sale_moment
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import STORE


def test_moment_is_local_and_the_business_day_is_the_till_s() -> None:
    tokyo = msgspec.structs.replace(STORE, time_zone="Asia/Tokyo")

    moment = sale_moment(tokyo, START_MS, "2030-03-17")

    # 17:46 UTC on Sunday is Monday in Tokyo.
    assert (moment.local_date, moment.minute) == (date(2030, 3, 18), 2 * 60 + 46)
    assert moment.weekday == 0
    assert moment.business_day == date(2030, 3, 17)
