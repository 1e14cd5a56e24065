"""Spoken Chinese of the channel: how numbers that identify are said. Pure parts here need no sound card and no network."""
