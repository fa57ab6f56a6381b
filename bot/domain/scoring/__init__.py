"""Scoring: returns, entries, horizon and verdict of many picks at once, arrays in and arrays out."""
