"""Reads the event of a completed sale, of any version, as a finished transaction."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from sync.protocol.events import sale_parts_v1 as v1
from sync.protocol.events import sale_parts_v2 as v2
from sync.protocol.events.sale_completed_v1 import SaleCompleted as SaleCompletedV1
from sync.protocol.events.sale_completed_v2 import SaleCompleted as SaleCompletedV2
from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry, PointsKind
from terminal.domain.money import MICRO
from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier
from terminal.domain.tax.exemption import ExemptPrice, TaxExemption
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind, single_rate
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineKind, OriginalLine, PriceSource
from terminal.domain.transaction.terms import PromotionUse

SaleCompleted = SaleCompletedV1 | SaleCompletedV2


class CameBack(msgspec.Struct, frozen=True, gc=False):
    """What came back of one line, as positive numbers; taxes in its own order."""

    quantity_micro: int = 0
    amount_minor: int = 0
    taxes: tuple[int, ...] = ()


NOTHING: Final = CameBack()


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """Where the event of a sale stands and what became of the sale since.

    Attributes:
        came_back: By line; lines that are missing are whole.
        copies: Copies of the receipt printed so far.
        voided_by: Event that voided it, or None.
    """

    event_id: str
    event_hash: str
    seq: int
    came_back: Mapping[int, CameBack] = msgspec.field(default_factory=dict)
    copies: int = 0
    voided_by: str | None = None


def finished_sale(body: SaleCompleted, fate: Fate) -> FinishedTransaction:
    """Return what the event says, with what became of it since."""
    back = fate.came_back
    common = FinishedTransaction(
        event_id=fate.event_id,
        event_hash=fate.event_hash,
        seq=fate.seq,
        series=body.series,
        number=body.number,
        operator_id=body.operator_id,
        business_day=body.business_day,
        till_period_id=body.till_period_id,
        opened_at_ms=body.opened_at_ms,
        completed_at_ms=body.completed_at_ms,
        currency=body.currency,
        tax_mode=body.tax_mode,
        lines=_lines(body, back),
        taxes=_taxes(body),
        tenders=_tenders(body),
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        source_reference=body.source_reference,
        copies=fate.copies,
        voided_by=fate.voided_by,
    )
    if isinstance(body, SaleCompletedV1):
        return common
    return msgspec.structs.replace(
        common,
        rounding_minor=body.rounding_minor,
        member_id=body.member_id,
        promotions=tuple(
            PromotionUse(
                promotion_id=row.promotion_id,
                version=row.version,
                label=row.label,
                times=row.times,
                amount_minor=row.amount_minor,
                coupon_codes=row.coupon_codes,
            )
            for row in body.promotions
        ),
        exemption=(
            None
            if body.exemption is None
            else TaxExemption(
                reason=body.exemption.reason,
                certificate=body.exemption.certificate,
                price=ExemptPrice(body.exemption.price),
            )
        ),
        price_book=body.price_book,
        points=points_entries(body.points) if body.points else (),
        points_balance=body.points_balance,
        unearning_minor=body.unearning_minor,
        given_back=redemptions(body.given_back) if body.given_back else (),
    )


def points_entries(rows: Iterable[v2.Points]) -> tuple[PointsEntry, ...]:
    """Return the movements of points that an event tells."""
    return tuple(
        PointsEntry(
            member_id=row.member_id,
            kind=PointsKind(row.kind),
            points=row.points,
            rule_id=row.rule_id,
            amount_minor=row.amount_minor,
            line_sequence=row.line_sequence,
            tender_sequence=row.tender_sequence,
            of_event_id=row.of_event_id,
        )
        for row in rows
    )


def redemptions(rows: Iterable[v2.Redemption]) -> tuple[Redemption, ...]:
    """Return what an event gives back, or uses again."""
    return tuple(
        Redemption(
            promotion_id=row.promotion_id,
            version=row.version,
            member_id=row.member_id,
            amount_minor=row.amount_minor,
            uses=row.uses,
            coupon_codes=row.coupon_codes,
            of_event_id=row.of_event_id,
        )
        for row in rows
    )


def _lines(
    body: SaleCompleted, back: Mapping[int, CameBack]
) -> tuple[FinishedLine, ...]:
    if isinstance(body, SaleCompletedV1):
        is_inclusive = body.tax_mode == "inclusive"
        return tuple(
            _line_v1(line, back.get(line.sequence, NOTHING), is_inclusive=is_inclusive)
            for line in body.lines
        )
    names = {row.tax_id: row.name for row in body.taxes}
    return tuple(
        _line_v2(line, back.get(line.sequence, NOTHING), names) for line in body.lines
    )


def _line_v1(line: v1.SaleLine, back: CameBack, *, is_inclusive: bool) -> FinishedLine:
    tax = LineTax(
        tax_id=line.tax_rate_id,
        rate_ppm=line.tax_rate_ppm,
        taxable_minor=(
            line.amount_minor - line.tax_minor if is_inclusive else line.amount_minor
        ),
        tax_minor=line.tax_minor,
    )
    return FinishedLine(
        sequence=line.sequence,
        kind=LineKind(line.kind),
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=PriceSource(line.price_source),
        extended_minor=line.amount_minor,
        amount_minor=line.amount_minor,
        tax_group=_single_group(line.tax_rate_id, line.tax_rate_ppm),
        taxes=(tax,),
        is_voided=line.is_voided,
        returned_micro=back.quantity_micro,
        returned_minor=back.amount_minor,
        returned_taxes=back.taxes,
        reason=line.reason,
        return_of=_original(line.return_of),
    )


def _line_v2(
    line: v2.SaleLine, back: CameBack, names: Mapping[str, str]
) -> FinishedLine:
    extended, regular = line.extended_minor, line.regular_price_micro
    return FinishedLine(
        sequence=line.sequence,
        kind=LineKind(line.kind),
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=PriceSource(line.price_source),
        price_list_id=line.price_list_id,
        regular_price_micro=line.unit_price_micro if regular is None else regular,
        extended_minor=line.amount_minor if extended is None else extended,
        modifiers=tuple(
            PriceModifier(
                kind=ModifierKind(modifier.kind),
                rule_id=modifier.rule_id,
                rule_version=modifier.rule_version,
                label=modifier.label,
                amount_minor=modifier.amount_minor,
                coupon_code=modifier.coupon_code,
                reason=modifier.reason,
                authorised_by=modifier.authorised_by,
            )
            for modifier in line.modifiers
        ),
        amount_minor=line.amount_minor,
        tax_group=_group(
            line.tax_group_id,
            tuple(
                (
                    tax.tax_id,
                    names.get(tax.tax_id, ""),
                    tax.kind,
                    tax.rate_ppm,
                    tax.is_included,
                )
                for tax in line.taxes
            ),
        ),
        taxes=tuple(
            LineTax(
                tax_id=tax.tax_id,
                kind=TaxKind(tax.kind),
                rate_ppm=tax.rate_ppm,
                taxable_minor=tax.taxable_minor,
                tax_minor=tax.tax_minor,
            )
            for tax in line.taxes
        ),
        is_voided=line.is_voided,
        returned_micro=back.quantity_micro,
        returned_minor=back.amount_minor,
        returned_taxes=back.taxes,
        reason=line.reason,
        return_of=_original(line.return_of),
        base_quantity_micro=line.base_quantity_micro or MICRO,
        category=line.category,
        serial=line.serial,
        lot=line.lot,
        expires_on=line.expires_on,
        linked_to=line.linked_to,
    )


def _taxes(body: SaleCompleted) -> tuple[TaxLineItem, ...]:
    if isinstance(body, SaleCompletedV1):
        return tuple(
            TaxLineItem(
                tax_id=row.tax_rate_id,
                name="",
                rate_ppm=row.tax_rate_ppm,
                taxable_minor=row.taxable_minor,
                tax_minor=row.tax_minor,
            )
            for row in body.taxes
        )
    return tuple(
        TaxLineItem(
            tax_id=row.tax_id,
            name=row.name,
            kind=TaxKind(row.kind),
            rate_ppm=row.rate_ppm,
            taxable_minor=row.taxable_minor,
            tax_minor=row.tax_minor,
        )
        for row in body.taxes
    )


def _tenders(body: SaleCompleted) -> tuple[TenderLineItem, ...]:
    if isinstance(body, SaleCompletedV1):
        return tuple(
            TenderLineItem(
                sequence=tender.sequence,
                method=tender.method,
                amount_minor=tender.amount_minor,
                given_minor=tender.given_minor,
                change_minor=tender.change_minor,
            )
            for tender in body.tenders
        )
    return tuple(
        TenderLineItem(
            sequence=tender.sequence,
            method=tender.method,
            amount_minor=tender.amount_minor,
            given_minor=tender.given_minor,
            change_minor=tender.change_minor,
            rounding_minor=tender.rounding_minor,
            currency=tender.currency,
            foreign_minor=tender.foreign_minor,
            foreign_exponent=tender.foreign_exponent,
            rate_micro=tender.rate_micro,
            rate_units=tender.rate_units,
        )
        for tender in body.tenders
    )


def _original(original: v1.ReturnOf | None) -> OriginalLine | None:
    if original is None:
        return None
    return OriginalLine(original.event_id, original.line_sequence)


@lru_cache(maxsize=256)
def _single_group(tax_rate_id: str, rate_ppm: int) -> TaxGroup:
    return single_rate(tax_rate_id, rate_ppm)


@lru_cache(maxsize=256)
def _group(
    tax_group_id: str, taxes: tuple[tuple[str, str, str, int, bool | None], ...]
) -> TaxGroup:
    return TaxGroup(
        tax_group_id=tax_group_id,
        name="",
        components=tuple(
            TaxComponent(
                tax_id=tax_id,
                name=name,
                kind=TaxKind(kind),
                rate_ppm=rate_ppm,
                is_included=is_included,
            )
            for tax_id, name, kind, rate_ppm, is_included in taxes
        ),
    )
