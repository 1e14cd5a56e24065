"""Spoken Chinese of the channel: how numbers that identify are said. Needs no sound card and no network."""
