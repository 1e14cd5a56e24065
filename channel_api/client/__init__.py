"""The one HTTP client of the channel. A television box uses it, so it imports nothing of the server."""
