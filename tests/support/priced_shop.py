"""A small shop in files: items, prices, taxes and promotions to import."""

from __future__ import annotations

from typing import Final

ITEMS: Final = (
    "item_id,scan_code,description,unit_price,tax_group,unit,base_quantity,plu,"
    "category,tags,linked_items,weighed\n"
    "pen,4006381333931,Fineliner,1.49,standard,,,,pens,blue,,\n"
    "ink,4006381333948,Ink,3.99,standard,,,,pens,,,\n"
    "ink,INKBOX,Ink,,standard,box,6,,pens,,,\n"
    "apples,APPLES,Apples,2.99,food,kg,,77,fruit,,,yes\n"
    "water,WATER,Water,0.55,food,,,,drinks,,deposit,\n"
    "deposit,DEPOSIT,Deposit,0.25,none,,,,,,,\n"
)
PRICE_LISTS: Final = (
    "price_list,name,priority,customer_groups,starts_at\n"
    "week,This week,1,,\n"
    "staff,Staff,5,staff,\n"
)
PRICES: Final = (
    "item_id,price_list,unit,unit_price,quantity_min,starts_at,ends_at\n"
    "ink,week,piece,3.49,3,,\n"
    "ink,staff,piece,2.90,,,\n"
    "apples,week,kg,1.99,,2026-12-01T00:00:00Z,2026-12-08T00:00:00Z\n"
)
TAXES: Final = (
    '{"tax_group_id": "standard", "name": "Standard", "components":'
    ' [{"tax_id": "vat", "name": "VAT 20 %", "rate_ppm": 200000}]}\n'
    '{"tax_group_id": "food", "name": "Food", "components":'
    ' [{"tax_id": "low", "name": "VAT 5.5 %", "rate_ppm": 55000},'
    ' {"tax_id": "sugar", "name": "Sugar", "kind": "fixed", "amount_micro": 20000}]}\n'
    '{"tax_group_id": "none", "name": "None", "components": []}\n'
)
PROMOTIONS: Final = (
    '{"promotion_id": "3for2", "version": 3, "name": "3 for 2",'
    ' "reward": {"kind": "n_for_m", "take": 3, "pay": 2},'
    ' "selects": {"items": ["pen"]}}\n'
    '{"promotion_id": "fruit", "version": 1, "name": "Fruit day",'
    ' "reward": {"kind": "percent_off", "percent_ppm": 100000},'
    ' "selects": {"categories": ["fruit"]}, "conditions":'
    ' {"starts_at_ms": 1796083200000}}\n'
    '{"promotion_id": "ten", "version": 2, "name": "10 off 50", "level": "basket",'
    ' "reward": {"kind": "amount_off", "amount_minor": 1000}, "conditions":'
    ' {"requires": [{"amount_min_minor": 5000}]}}\n'
    '{"promotion_id": "coupon", "version": 1, "name": "Coupon", "level": "basket",'
    ' "combination": "compound", "reward": {"kind": "percent_off",'
    ' "percent_ppm": 50000}, "coupon": {"codes": ["SAVE5"]}}\n'
)
MEMBERS: Final = "member_id,code,name,tier,groups\nm1,MEMBER-1,Mia,gold,staff\n"

FILES: Final = {
    "taxes": TAXES,
    "items": ITEMS,
    "price-lists": PRICE_LISTS,
    "prices": PRICES,
    "promotions": PROMOTIONS,
    "members": MEMBERS,
}
