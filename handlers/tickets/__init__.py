"""A ticket's life: reading words or a press, and the verbs that chat and console both use.

`filing` opens one, `verbs` are its steps, `parts` tells what somebody is to it, `binding` finds the
one a message is about, `asking` clears up what is unclear first, `due` lives its limits.
"""
