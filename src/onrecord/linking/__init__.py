"""From claims to events, from documents to stories and origins: pure functions, whatever keeps the answers."""
