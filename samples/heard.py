"""Where each moment is heard and what can be pressed under it, for whoever rewords it."""

IN_GROUP = frozenset({
    "chats/bind_where", "chats/bound", "chats/mode", "chats/mode_which", "chats/notice",
    "errors/no_such_mode", "errors/no_such_place", "errors/not_allowed", "handbook/which_building",
    "people/in_private", "points/told_in_private", "questions/besides", "questions/intent",
    "questions/known", "questions/place", "questions/where", "schedules/answer",
    "schedules/before", "schedules/confirmed", "schedules/moved", "schedules/noted",
    "schedules/sign_up", "schedules/today", "schedules/on",
    "schedules/cancelled", "tickets/again", "tickets/emergency", "tickets/filed",
    "tickets/filed_night", "tickets/filed_private", "tickets/filed_private_night",
    "tickets/called_off", "tickets/goes_on", "tickets/in_private", "tickets/joined", "tickets/thanks",
    "announcements/own",
    "announcements/corrected", "announcements/recalled", "schedules/together", "schedules/thanks",
    "privacy/guardian", "signups/asked_organiser", "signups/joined", "signups/left",
    "signups/none_of_yours", "signups/which", "wishes/your_own",
})  # fmt: skip
"""What residents hear in their group, beside all moments whose names end in `_group`."""

NEW = ("accept", "ask_back", "hand_over", "return")
IN_HAND = ("finish", "arrive", "ask_back", "hand_over", "delay", "not_today")
DOERS = ("accept", "ask_back", "pass_back")
SOLVED = ("solve", "partly", "not_solved")
CONTENT = ("content", "so_so", "not_content")
WHY_NOT = ("not_done", "badly", "too_slow", "attitude", "outside")
CALL = ("take", "done")
MICRO = ("deliver", "progress", "give_back")

CHOICES: dict[str, tuple[str, ...]] = {
    "announcements/preview": ("send", "cancel"), "announcements/not_confirmed": ("remind",),
    "announcements/reminder": ("got_it",), "schedules/thanks_preview": ("give_thanks", "leave"),
    "schedules/preview": ("begin", "leave"), "schedules/change_preview": ("as_shown", "leave"),
    "calls/asked": CALL, "calls/called": NEW, "calls/explain": CALL, "calls/late": CALL,
    "calls/number_left": (*CALL, "number"), "calls/owner": DOERS, "calls/read_back": ("misheard",),
    "calls/sampled": CALL, "calls/spoken": ("listen",), "calls/unhappy": CALL,
    "calls/what_was_said": (*CONTENT, "no_answer"), "calls/why_not": WHY_NOT,
    "calls/yours": ("done",),
    "chats/mode_which": ("quiet", "ask", "auto", "careful", "usual", "keen"),
    "duty/taken": ("hand_all", "keep"), "privacy/erase_sure": ("erase", "keep"),
    "privacy/kept": ("ask_erase",), "questions/besides": ("register", "leave"),
    "questions/intent": ("register", "leave"), "questions/known": ("join", "another"),
    "ratings/how_was_it": CONTENT, "ratings/how_was_it_group": CONTENT, "ratings/why": WHY_NOT,
    "ratings/why_group": WHY_NOT,
    **dict.fromkeys(("tickets/accept_soon", "tickets/added", "tickets/cluster",
                     "tickets/doer_needs_time", "tickets/escalated", "tickets/finish_early",
                     "tickets/handed_over", "tickets/located", "tickets/merged_in",
                     "tickets/moved", "tickets/opened", "tickets/passed_back", "tickets/photos",
                     "tickets/promise_soon", "tickets/reopened", "tickets/task",
                     "tickets/task_line"), NEW),
    **dict.fromkeys(("tickets/chase_outside", "tickets/doer_cannot", "tickets/extended_worker",
                     "tickets/finish_late", "tickets/finish_over", "tickets/finish_soon",
                     "tickets/finish_street", "tickets/from_above", "tickets/not_granted",
                     "tickets/resumed_worker", "tickets/taken", "tickets/urged",
                     "tickets/visit_noted", "tickets/visit_passed", "tickets/visit_soon",
                     "tickets/yours"), IN_HAND),
    **dict.fromkeys(("tickets/filed", "tickets/filed_night", "tickets/filed_private",
                     "tickets/filed_private_night", "tickets/emergency"), ("withdraw",)),
    **dict.fromkeys(("tickets/done", "tickets/done_again", "tickets/done_group",
                     "tickets/done_again_group"), SOLVED),
    "rosters/published": ("swap",), "rosters/assigned": ("give_up",), "rosters/taken": ("give_up",),
    "rosters/left_chief": ("fill",), "rosters/eve": ("give_up", "swap"), "rosters/hour": ("check_in",),
    "rosters/checked_in": ("check_out",), "rosters/ask_note": ("nothing",),
    "rosters/missing": ("fill", "called"), "rosters/swap_asked": ("agree_swap", "refuse_swap"),
    "rosters/swap_chief": ("allow_swap", "forbid_swap"),
    "shop/confirm": ("exchange", "not_now"), "shop/placed": ("show_code", "by_proxy", "call_off"),
    "points/claimed": ("withdraw",), "points/to_verify": ("so", "not_so"),
    "points/honours_ask": ("name_us", "not_name_us"),
    "signups/eve": ("my_code", "cannot_come"), "signups/joined": ("cannot_come",),
    "signups/late_leave": ("free_place",), "signups/moved_up": ("cannot_come",),
    "signups/moved": ("cannot_come",),
    "activities/same_as": ("same", "another_one"), "activities/counted": ("mistaken",),
    "members/hours_noted": ("mistaken",),
    "signups/notice_group": ("sign_up",), "signups/preview": ("send", "cancel"),
    "tickets/colleague_arrives": ("finish", "arrive", "ask_back", "pass_back"),
    "tickets/corrected": DOERS, "tickets/extension_asked": ("grant", "refuse"),
    "tickets/suspension_asked": ("grant", "refuse"), "tickets/granted_so": ("resume",),
    "tickets/in_hand": ("more",), "tickets/recheck": ("checked_good", "checked_bad"),
    "tickets/recheck_sensitive": ("checked_good", "checked_bad"),
    "tickets/returned": ("decide", "decline"), "tickets/what_question": ("hang_up",),
    "tickets/which_delay": ("extension", "suspension", "forward"),
    "wishes/address": MICRO, "wishes/not_there": MICRO, "wishes/remind": MICRO,
    "wishes/asked": ("came", "not_arrived"), "wishes/asked_desk": ("check", "missing"),
    "wishes/chase": ("claim", "unfulfil"), "wishes/claimed_desk": ("release", "take_from"),
    "wishes/door": ("agreed", "not_agreed"), "wishes/forward": ("forward_thanks", "keep_thanks"),
    "wishes/not_there_desk": ("take_from",), "wishes/proposed": ("confirm", "reword", "drop"),
    "wishes/published": ("drop",), "wishes/review": ("publish", "edit", "unfit"),
    "wishes/task_line": ("claim",),
}  # fmt: skip
"""The buttons under a moment, as far as they are always the same."""
