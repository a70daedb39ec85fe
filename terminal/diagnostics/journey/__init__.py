"""A recorded year of baskets, priced again and compared to the cent."""
