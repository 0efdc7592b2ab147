"""Moderators: who they are, what waits for them, what they decide."""
