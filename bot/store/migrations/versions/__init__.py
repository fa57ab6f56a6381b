"""The steps, oldest first; each stands as it was written and imports nothing of the program."""
