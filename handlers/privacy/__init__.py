"""What is nobody else's business: numbers left in private, no names, what is kept of me, and its end.

`contacts` keeps a number apart, `nameless` hides who said something, `kept` shows and `erasing`
deletes what is kept of a person, `retention` lets go of everything in time, `freezing` stops what
leaves the house; `words` and `presses` are how people ask for it.
"""
