"""Households and their points: files, rules, and the books.

`tables` holds the rows, `households` asks who belongs where, `rules` what acts are worth, and `books`
posts entries and reads balances.
"""
