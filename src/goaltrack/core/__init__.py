"""The sums: values in, values out, and no clock, file or terminal."""
