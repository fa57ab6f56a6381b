"""Prices: where they come from, and what is believed of them."""
