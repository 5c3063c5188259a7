"""Counting tickets for reports: what each measure means, how many there are, and which they are."""
