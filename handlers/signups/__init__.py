"""Sign-ups (接龙): opened by staff, taken in the group, ticked at the door."""
