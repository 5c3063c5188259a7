"""Sentences to learn from, and how the models that ship are made of them."""
