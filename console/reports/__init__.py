"""What the office hands upwards and hangs up: figures, the three lists, and the board in the hall."""
