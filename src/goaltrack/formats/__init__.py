"""From blocks or data to a file format or a terminal."""
