"""Access: who may do what, in private chats, groups and channels, and how much of it."""
