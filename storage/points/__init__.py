"""Households and their points: files, rules, claims, and the books.

`tables` holds the rows, `households` asks who belongs where, `rules` what acts are worth, `claims` keeps
what is not in the books yet or is shown to all, and `books` posts entries and reads balances.
"""
