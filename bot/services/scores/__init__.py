"""Scores: the figures of picks and baskets, the ledger of verdicts, and the scoreboards of those who rated."""
