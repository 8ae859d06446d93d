"""What does a conversion cost beside the bare inserts? deal -> invoice with 5 product rows, ours and raw in one run.

In process on SQLite and PostgreSQL, then over HTTP with 1, 4 and 8 clients against the real server. PostgreSQL has its
own settings, as people run it: the cluster that is started for this waits for the disk at every commit, which that of
the tests does not. The raw transaction replays the very INSERT statements that a conversion makes, and the counter's
UPDATE, on a connection without Django; it is measured in turn with ours, in process as over HTTP with one client.
Times are medians in milliseconds; only the ratios mean something on a machine that others use too.
"""

from bench import both

if __name__ == "__main__":
    both.measure("measure_convert.py")
