"""Follows: who wants to hear of what, how he says so, and why he was told."""
