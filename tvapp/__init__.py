"""The television: what is on the screen, what is said about it, and what the keys of the remote do."""
