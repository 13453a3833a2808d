"""The questionnaire: a workbook in which people who never saw YAML answer what the rules ask.

It is written (``asking``, ``telling``, ``arising``, ``workbook``) and read back (``reading``,
``answering``, ``joining``). What nobody answered stays open, and an answer that a row cannot show
whole is kept until somebody changes it.
"""
