"""Digests: in the morning, after the close and after the week."""
