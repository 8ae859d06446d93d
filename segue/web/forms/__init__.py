"""What may people type, and what is wrong with it?"""
