"""The steps of a ticket, as an officer would say them. Chat and console both call these.

Each takes the turn and the ticket (already locked by whoever looked it up), decides by the table in
`domain.tickets.states`, writes the change and its history, and says what has to be said.
"""

from handlers.tickets.verbs.correcting import move, no_matter, recategorise
from handlers.tickets.verbs.delays import (
    answered_by,
    ask_extension,
    ask_suspension,
    forward,
    grant,
    latest_extension,
    may_extend,
    refuse,
    resume,
)
from handlers.tickets.verbs.doing import (
    accept,
    add_note,
    ask_back,
    attach,
    contact,
    finish,
    from_above,
    join,
    locate,
    tell_owner,
    urge,
)
from handlers.tickets.verbs.ending import (
    archive,
    decline,
    lapse,
    not_solved,
    partly,
    rate,
    solve,
    unfile,
    withdraw,
)
from handlers.tickets.verbs.hands import (
    change_doer,
    decide,
    escalate,
    give_back,
    hand_over,
    pass_back,
    put_right,
)
from handlers.tickets.verbs.merging import (
    NotTogether,
    SameTicket,
    keep_apart,
    merge,
    unmerge,
)
from handlers.tickets.verbs.replying import NobodyToAnswer, reply
from handlers.tickets.verbs.step import must, parts
from handlers.tickets.verbs.taking_back import NothingToUndo, undo, undoable
from handlers.tickets.verbs.visiting import NobodyElse, arrive, not_today

__all__ = [
    "NobodyElse",
    "NobodyToAnswer",
    "NotTogether",
    "NothingToUndo",
    "SameTicket",
    "accept",
    "add_note",
    "answered_by",
    "archive",
    "arrive",
    "ask_back",
    "ask_extension",
    "ask_suspension",
    "attach",
    "change_doer",
    "contact",
    "decide",
    "decline",
    "escalate",
    "finish",
    "forward",
    "from_above",
    "give_back",
    "grant",
    "hand_over",
    "join",
    "keep_apart",
    "lapse",
    "latest_extension",
    "locate",
    "may_extend",
    "merge",
    "move",
    "must",
    "no_matter",
    "not_solved",
    "not_today",
    "partly",
    "parts",
    "pass_back",
    "put_right",
    "rate",
    "recategorise",
    "refuse",
    "reply",
    "resume",
    "solve",
    "tell_owner",
    "undo",
    "undoable",
    "unfile",
    "unmerge",
    "urge",
    "withdraw",
]
