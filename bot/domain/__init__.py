"""The vocabulary of the product, pure: no I/O, no clock, no framework. Terms: README, "How a rating is scored"."""
