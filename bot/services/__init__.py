"""Use cases: read, decide, write, in one transaction. They know the domain and the ports, not Telegram."""
