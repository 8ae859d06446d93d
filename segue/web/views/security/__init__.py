"""Me -> Security: how does somebody look after their own account?"""
