"""Tests of documents and their renderers."""
