"""How points are earned, on the office's pages: claims, the month's list, objections."""
