"""Huying's sentences in a deployment's own words: what they may be, how they are tried and said."""
