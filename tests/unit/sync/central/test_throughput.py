"""How many ten-line sales a second the central acknowledges.

Judged by the processor time of the server alone, which other work on the computer does
not change; the rate by the clock is printed beside it.
"""

from __future__ import annotations

import time

import pytest

from sync.protocol.messages import encode_push
from tests.support.central_server import TillClient

SALES = 20_000
BATCH = 100
SALES_PER_S_MIN = 1_000


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_a_thousand_sales_a_second_are_acknowledged(till: TillClient) -> None:
    for _ in range(SALES):
        till.chain.sell(12_345, lines=10)
    events = till.chain.events
    begin = time.perf_counter()
    bodies = [encode_push(events[n : n + BATCH]) for n in range(0, SALES, BATCH)]
    encoded_s = time.perf_counter() - begin
    batch_ms = []
    cpu_before_s = till.server.cpu_s()

    for body in bodies:
        begin = time.perf_counter()
        assert till.send("POST", "/v1/push", body).status_code == 200
        batch_ms.append((time.perf_counter() - begin) * 1_000)

    cpu_rate = SALES / (till.server.cpu_s() - cpu_before_s)
    rate = SALES / (sum(batch_ms) / 1_000)
    batch_ms.sort()
    print(
        f"{rate:.0f} sales/s acknowledged, one till, batches of {BATCH}:"
        f" p50 {batch_ms[len(batch_ms) // 2]:.1f} ms,"
        f" p99 {batch_ms[len(batch_ms) * 99 // 100]:.1f} ms;"
        f" {cpu_rate:.0f} sales per processor second of the server;"
        f" encoding alone {SALES / encoded_s:.0f} sales/s"
    )
    assert till.totals()["transactions"] == SALES
    assert cpu_rate >= SALES_PER_S_MIN
