"""Named lists of securities: made, read from text and files, and shown as tables."""
