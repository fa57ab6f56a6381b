"""Research: what somebody sees who asks for a stock, a report, a calendar, a replay or a file."""
