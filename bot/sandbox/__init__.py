"""A Bot API server on loopback, with a clock that can be simulated: for the demonstration, for tests, for trying by hand."""
