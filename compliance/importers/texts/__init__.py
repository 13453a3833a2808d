"""Texts of instruments: from a document to its provisions, and to draft rules of a layer.

What is sure is split off; of everything else it is said where it stands, and nothing is guessed.
"""
