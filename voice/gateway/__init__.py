"""The channel's conversation for other voice assistants of the household. Nobody's case is told on a loudspeaker."""
