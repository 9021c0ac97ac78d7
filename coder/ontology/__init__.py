"""What the coder knows, as reviewed files with one loader each: codes, readings, operators, actors, places, words."""
