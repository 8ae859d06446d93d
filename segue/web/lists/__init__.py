"""Which items does a list show, in which order, and which of them on this page?"""
