"""The API: the same questions as the pages ask, versioned, for other programs."""
