"""Extraction: pure functions from one parsed document to its claims, attributions, times and places."""
