"""Rules of one's own: made, tried on history, watched in session and at closes, and told."""
