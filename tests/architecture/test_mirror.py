"""Every source module has its test module at the mirrored path.

Exceptions are listed with the test that covers the module instead, so that a module
without any test fails here.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("terminal", "drivers", "structs", "sync")

# Module -> the test that covers it, where a unit test of its own would say less.
_COVERED_ELSEWHERE: Final[dict[str, str]] = {
    "terminal/bootstrap/technician.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/bootstrap/window/technician_door.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/bootstrap/window/answered_home.py": (
        "tests/integration/home/test_first_start_with_center.py"
    ),
    # Parts of one window, seen only when it runs over a real home.
    "terminal/bootstrap/window/counter_devices.py": (
        "tests/integration/counter/test_sale_with_every_device.py"
    ),
    "terminal/bootstrap/window/customer_side.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/bootstrap/window/desk_on_screen.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/bootstrap/window/keyboard.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/bootstrap/window/opened_till.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/bootstrap/window/photographs.py": "tests/end_to_end/test_demo.py",
    "terminal/bootstrap/window/simulated_desk.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/bootstrap/window/warming.py": (
        "tests/unit/terminal/bootstrap/window/test_cashier.py"
    ),
    "terminal/ui/view_models/technician_view_model.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/address_form.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/device_detail.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/device_rows.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/device_words.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/devices_page.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/parts.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/ui/screens/technician/plain_pages.py": (
        "tests/integration/technician/test_set_up_walk.py"
    ),
    "terminal/application/receipts/till_figures.py": (
        "tests/unit/terminal/application/receipts/test_till_report.py"
    ),
    "terminal/application/till_control/closing_decisions.py": (
        "tests/unit/terminal/application/till_control/test_settle_till.py"
    ),
    "terminal/application/till_control/settled_body.py": (
        "tests/unit/terminal/application/till_control/test_settle_till.py"
    ),
    "terminal/ui/screens/cashier/flows/settlement_text.py": (
        "tests/unit/terminal/ui/screens/cashier/flows/test_settlement_flows.py"
    ),
    "terminal/persistence/ledger/till_projector.py": (
        "tests/unit/terminal/persistence/ledger/test_till_records.py"
    ),
    "terminal/bootstrap/ledger_care.py": "tests/unit/terminal/commands/test_ledger.py",
    "terminal/persistence/ledger/chain_walk.py": "tests/unit/terminal/persistence/ledger/test_verify.py",
    "terminal/persistence/ledger/event_audit.py": "tests/unit/terminal/persistence/ledger/test_verify.py",
    "terminal/persistence/ledger/event_log.py": "tests/unit/terminal/persistence/ledger/test_unit_of_work.py",
    "terminal/persistence/ledger/rehomed_copies.py": "tests/unit/terminal/persistence/ledger/test_rehoming.py",
    "terminal/persistence/ledger/finished.py": "tests/unit/terminal/persistence/ledger/test_unit_of_work.py",
    "terminal/persistence/ledger/page_check.py": "tests/unit/terminal/persistence/ledger/test_verify.py",
    "terminal/persistence/ledger/promotion_uses.py": "tests/unit/terminal/persistence/ledger/test_unit_of_work.py",
    "terminal/persistence/ledger/period_totals.py": "tests/unit/terminal/persistence/ledger/test_control.py",
    "terminal/persistence/ledger/projector.py": "tests/unit/terminal/persistence/ledger/test_unit_of_work.py",
    "terminal/persistence/ledger/session_projector.py": "tests/unit/terminal/persistence/ledger/test_till_records.py",
    "terminal/persistence/ledger/till_store.py": "tests/unit/terminal/persistence/ledger/test_unit_of_work.py",
    "terminal/persistence/ledger/transaction_projector.py": "tests/unit/terminal/persistence/ledger/test_sale_versions.py",
    "terminal/application/ports/center.py": (
        "tests/unit/terminal/application/returning/test_foreign_receipt.py"
    ),
    "terminal/persistence/migrations/ledger/m202611221700_returns.py": (
        "tests/unit/terminal/persistence/ledger/test_foreign_receipts.py"
    ),
    "terminal/persistence/migrations/ledger/m202611221900_rehoming.py": (
        "tests/unit/terminal/persistence/ledger/test_rehoming.py"
    ),
    "terminal/application/tendering/propose_refund.py": (
        "tests/unit/terminal/application/tendering/test_refunding.py"
    ),
    "sync/central/commands/_check.py": "tests/unit/sync/central/test_server.py",
    "sync/central/probe.py": "tests/unit/sync/central/test_server.py",
    "sync/central/figures.py": "tests/unit/sync/central/routes/test_health.py",
    "sync/central/metrics.py": "tests/unit/sync/central/routes/test_health.py",
    "sync/central/over_returns.py": "tests/unit/sync/central/test_returned_lines.py",
    "sync/central/refunds.py": "tests/unit/sync/central/test_returned_lines.py",
    "sync/protocol/returns.py": "tests/unit/sync/central/test_return_claims.py",
    "sync/central/clock.py": "tests/unit/sync/central/test_authentication.py",
    "sync/central/migrations/versions/m202611221200_begin.py": (
        "tests/unit/sync/central/test_database.py"
    ),
    "terminal/bootstrap/joining_again.py": (
        "tests/integration/replication/test_joining_again.py"
    ),
    "terminal/commands/enrol.py": "tests/integration/replication/test_joining_again.py",
    "sync/central/migrations/versions/m202611221960_heirs.py": (
        "tests/unit/sync/central/test_database.py"
    ),
    "sync/central/migrations/versions/m202611222010_devices.py": (
        "tests/unit/sync/central/test_device_reports.py"
    ),
    "sync/central/reference_data.py": "tests/unit/sync/central/test_feed.py",
    "sync/central/routes/administration.py": "tests/unit/sync/central/test_operators.py",
    "sync/central/routes/answers.py": "tests/unit/sync/central/test_app.py",
    "sync/central/routes/context.py": "tests/unit/sync/central/test_authentication.py",
    "sync/central/routes/description.py": "tests/unit/sync/central/test_openapi.py",
    "sync/central/routes/feed.py": "tests/unit/sync/central/test_feed.py",
    "sync/central/routes/parameters.py": "tests/unit/sync/central/test_app.py",
    "sync/central/claims.py": "tests/unit/sync/central/test_losses.py",
    "sync/central/routes/identity.py": "tests/unit/sync/central/test_losses.py",
    "sync/central/routes/prices.py": "tests/unit/sync/central/test_pricing.py",
    "sync/central/routes/returns.py": "tests/unit/sync/central/test_return_claims.py",
    "sync/central/commands/_books_words.py": (
        "tests/unit/sync/central/commands/test_books.py"
    ),
    "sync/central/projections/deed.py": (
        "tests/unit/sync/central/projections/test_projector.py"
    ),
    "sync/central/projections/entry.py": (
        "tests/unit/sync/central/projections/test_projector.py"
    ),
    "sync/central/routes/quarantine.py": "tests/unit/sync/central/test_quarantines.py",
    "sync/central/schema.py": "tests/unit/sync/central/test_database.py",
    "sync/central/sqlite.py": "tests/unit/sync/central/test_database.py",
    "terminal/application/selling/goods_check.py": (
        "tests/unit/terminal/application/selling/test_ringing_up.py"
    ),
    "terminal/application/selling/keeping.py": (
        "tests/unit/terminal/application/selling/test_override_price.py"
    ),
    "terminal/application/selling/manual_discount.py": (
        "tests/unit/terminal/application/selling/test_discount_line.py"
    ),
    "terminal/application/selling/price_guard.py": (
        "tests/unit/terminal/application/selling/test_override_price.py"
    ),
    # Only real processes show what these do.
    "terminal/bootstrap/counter_printing.py": "tests/end_to_end/test_demo.py",
    "terminal/commands/demo.py": "tests/end_to_end/test_demo.py",
    "terminal/commands/replay.py": "tests/end_to_end/test_replay.py",
    "terminal/commands/screenshots.py": "tests/end_to_end/test_demo.py",
    "terminal/commands/till.py": "tests/end_to_end/test_replay.py",
    "terminal/diagnostics/replay/central_api.py": "tests/end_to_end/test_replay.py",
    "terminal/diagnostics/replay/player.py": "tests/end_to_end/test_replay.py",
    "terminal/diagnostics/replay/processes.py": "tests/end_to_end/test_replay.py",
    "terminal/diagnostics/replay/run.py": "tests/end_to_end/test_replay.py",
    "terminal/diagnostics/replay/shop.py": "tests/end_to_end/test_replay.py",
    "terminal/ui/support/tour.py": "tests/end_to_end/test_demo.py",
    "terminal/bootstrap/re_enrolment.py": (
        "tests/integration/restores/test_flushed.py"
    ),
    "terminal/diagnostics/torture/day.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/faulty_init.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/faulty_till.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/injection.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/sweep.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/judge.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/recorder.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/recording.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/torture/weak_till.py": "tests/integration/torture/test_torture.py",
    "terminal/diagnostics/ingest_generator.py": (
        "tests/unit/terminal/diagnostics/test_bench_ingest.py"
    ),
    "terminal/diagnostics/storm_tills.py": (
        "tests/unit/terminal/diagnostics/test_bench_storm.py"
    ),
    "terminal/replication/lone_upload.py": (
        "tests/unit/terminal/diagnostics/test_bench_storm.py"
    ),
    "terminal/diagnostics/window_child.py": (
        "tests/unit/terminal/diagnostics/test_bench_start.py"
    ),
    "terminal/bootstrap/kept_proofs.py": (
        "tests/integration/replication/test_completeness.py"
    ),
    "sync/central/commands/_care.py": "tests/unit/sync/central/test_backup.py",
    "terminal/bootstrap/agent.py": "tests/integration/replication/test_commands.py",
    "terminal/bootstrap/replication_files.py": (
        "tests/integration/replication/test_reference_data.py"
    ),
    "terminal/bootstrap/sync_report.py": (
        "tests/integration/replication/test_commands.py"
    ),
    "terminal/commands/agent.py": "tests/integration/replication/test_commands.py",
    "terminal/commands/sync.py": "tests/integration/replication/test_commands.py",
    "terminal/replication/assembly.py": (
        "tests/integration/replication/test_commands.py"
    ),
    "terminal/replication/first_feed.py": (
        "tests/integration/replication/test_reference_data.py"
    ),
}

# Folders whose modules hold no behavior of their own, with the reason.
_WITHOUT_BEHAVIOR: Final = {
    "terminal/diagnostics/floors": "given programs; test_floors.py compares their sums",
}


def _sources() -> list[Path]:
    return sorted(
        path.relative_to(_ROOT)
        for package in _PACKAGES
        for path in (_ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    )


def _is_promise_only(source: Path) -> bool:
    """Tell whether a module holds only Protocols, errors, aliases and imports."""
    tree = ast.parse((_ROOT / source).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return not functions and all(_is_declaration(node) for node in classes)


def _is_declaration(node: ast.ClassDef) -> bool:
    is_protocol = any(
        isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases
    )
    has_methods = any(isinstance(part, ast.FunctionDef) for part in node.body)
    return is_protocol or not has_methods


def _mirrored(source: Path) -> set[Path]:
    folder = Path("tests") / "unit" / source.parent
    return {
        folder / f"test_{source.name}",
        folder / f"test_{source.name.lstrip('_')}",
    }


def _is_exempt(source: Path) -> bool:
    return (
        # Messages are asserted where the errors are raised.
        source.name == "errors.py"
        or source.as_posix() in _COVERED_ELSEWHERE
        or any(source.is_relative_to(folder) for folder in _WITHOUT_BEHAVIOR)
        or _is_promise_only(source)
    )


def test_every_module_has_a_test_module() -> None:
    untested = [
        source.as_posix()
        for source in _sources()
        if not _is_exempt(source)
        and not any((_ROOT / test).is_file() for test in _mirrored(source))
    ]

    assert untested == []


def test_every_exception_is_needed_and_names_a_test_that_exists() -> None:
    for module, test in _COVERED_ELSEWHERE.items():
        assert (_ROOT / module).is_file(), f"{module} is gone: drop its exception"
        assert (_ROOT / test).is_file(), f"{module} says it is covered by {test}"
        assert not any((_ROOT / path).is_file() for path in _mirrored(Path(module))), (
            f"{module} has a test of its own now: drop its exception"
        )
