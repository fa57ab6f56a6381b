"""Actions: what the buttons of each subject ask for, and how that travels in a callback."""
