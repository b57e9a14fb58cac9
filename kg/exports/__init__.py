"""Ways out: a whole graph or an answer as files that other programs read."""
