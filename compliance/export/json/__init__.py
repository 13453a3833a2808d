"""Exports as JSON."""
