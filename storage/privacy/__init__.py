"""What is kept of people apart from their tickets, and how it is let go of."""
