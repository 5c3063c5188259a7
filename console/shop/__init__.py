"""The morality shop on the office's pages.

`desk` hands out and orders for a household, `goods` keeps the shelf, `windows` says when, `report`
counts what was handed out, and `shown` is the household's own page with its code.
"""
