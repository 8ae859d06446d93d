"""The proof that rights hold: what an oracle says by the book, every door, every leak, every trick."""
