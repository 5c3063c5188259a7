"""The menu: what each finds, and where they are."""

import pytest

from console.nav import here


@pytest.mark.parametrize(("path", "entry"), [
    ("/console", "/console"),
    ("/console/tickets", "/console/tickets"),
    ("/console/tickets/31", "/console/tickets"),
    ("/console/tickets/new", "/console/tickets/new"),
    ("/console/wishes/7", "/console/wishes"),
    ("/console/ticketsand", ""),
    ("/elsewhere", ""),
])  # fmt: skip
def test_of_all_entries_the_one_that_says_most_of_the_address_is_marked(path, entry):
    assert here(path) == entry
