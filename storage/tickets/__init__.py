"""Tickets, their history, who stands behind them, and the messages that belong to them."""
