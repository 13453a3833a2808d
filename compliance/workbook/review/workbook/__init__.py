"""Workbooks that go back to people: their own with what is wrong marked in it, and the merged one.

Both are written anew; the files that people sent are only read.
"""
