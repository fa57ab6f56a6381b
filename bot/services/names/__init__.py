"""Names: the securities in use, and from what somebody typed to one of them or to the nearest choices."""
