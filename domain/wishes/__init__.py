"""Micro wishes: their own table of life, what may be told to volunteers, and the words people use."""
