"""Do the rules of the house hold?"""
