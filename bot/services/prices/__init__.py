"""Prices: fetched for what is picked, checked against a second source, kept; and the sessions of the markets."""
