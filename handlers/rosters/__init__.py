"""Rosters (值班表): made by the office, filled by volunteers, lived through at the posts."""
