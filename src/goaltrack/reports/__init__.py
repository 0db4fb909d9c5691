"""Reports as plain blocks and data, before they have a format."""
