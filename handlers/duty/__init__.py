"""People's time: who is off duty until when, who goes on meanwhile, and what becomes of their work.

`leave` is said and ended, `handing` passes on what is in hand, `news` tells whoever has to know.
"""
