"""Households and their points: files, rules, and the books.

`tables` holds the rows, `claims` what is not in the books yet or is shown to all, `households` asks who belongs where, `rules` what acts are worth, and `books`
posts entries and reads balances.
"""
