"""Rosters (值班表): who stands where and when, and whom one asks now (domain rules d.3)."""
