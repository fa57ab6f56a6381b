"""Operation: what the jobs do each session, and what administrators hear of how it goes."""
