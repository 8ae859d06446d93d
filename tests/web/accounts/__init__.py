"""Are accounts safe: signing in, second factors, passwords, sessions?"""
