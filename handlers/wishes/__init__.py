"""A micro wish's life: from the wisher's words to the volunteer who brings it.

`opening` begins one, `verbs` are its steps, `parts` tells what somebody is to it, `board` shows it
to volunteers, `chasing` lives its dates, `words` and `presses` read what people answer, `door`
files for a resident whom a worker visits. `ordinary` is what the steps of other tickets mean here.
"""
