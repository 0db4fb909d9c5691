"""Languages, text on a terminal, and files that come with the program."""
