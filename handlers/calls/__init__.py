"""What a human does by phone, for those who cannot or will not type.

`asking` hears who wants to be called, `desk` puts calls before the duty desk, which takes them and
says what came of them (`presses`); of a survey that is what the reporter thinks (`survey`).
"""
