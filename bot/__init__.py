"""Pickwatch: keeps score of Chinese broker research."""
