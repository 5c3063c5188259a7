"""Sign-ups (接龙): who comes to a dated thing, within its places (domain rules d.2)."""
