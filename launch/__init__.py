"""What `./run` does, step by step; the standard library only, because nothing is installed yet."""
