"""What can a list be filtered by, how is that compared, and how does an address say it?"""
