"""Tickets of a period as a table: masked by default, in full only with a second person's yes.

`fields` says what a column holds, `making` makes the table, `asking` is the yes, `forms` are the
columns that another office wants and that ours has named once.
"""

from handlers.exports.fields import Field
from handlers.exports.making import Period, Said, Scope, table

__all__ = ["Field", "Period", "Said", "Scope", "table"]
