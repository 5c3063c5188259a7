"""Points: asked for in private, given by rules, kept in the books (domain rules c)."""
