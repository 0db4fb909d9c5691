"""What to say, in no format: every report is a sheet before it is text."""
