"""The questionnaire: a workbook in which people who never saw YAML answer what the rules ask.

It is made (``selection``, ``sheet``, ``formulas``, ``instructions``, ``workbook``) and read back
(``returned``, ``answers``, ``reading``). What nobody answered stays open, and an answer that a row
cannot show whole is kept until somebody changes it.
"""
