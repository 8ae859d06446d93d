"""How do accounts stay safe: ways in, second factors, sessions, mails about them?"""
