"""What the commands do. Each gives whether something failed; what was raised becomes one line in `failures`."""
