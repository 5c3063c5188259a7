"""The office's pages. They write only through the verbs that chat uses."""
