"""Recommendations of the universal periodic review, from a list to rules of a layer.

A list says what States recommended to a State and what that said to it. Each recommendation
becomes a rule that says the same, with topics and echoes proposed; its checks are left to a
person, and until they are written the rule is a draft.
"""
