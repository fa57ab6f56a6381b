"""Handlers: read, call a service, answer. No queries, no formatting."""
