"""Messages: written to the outbox and sent once, in turn, held back where quiet is asked for; and the inbox of updates."""
