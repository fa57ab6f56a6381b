"""Alerts: what happened to what somebody follows, each cause told once."""
