"""Households and their points: files, rules, claims, and the books.

`tables` holds the rows, `households` asks who belongs where, `rules` what acts are worth, `claims` keeps
what is not in the books yet, `lists` what is shown to all and objected to, and `books` posts entries and
reads balances.
"""
