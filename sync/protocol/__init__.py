"""The frozen wire format shared by till, agent and central server.

The one implementation of envelope, canonical bytes, hash and signature: whoever
needs any of them imports it from here, so that two sides cannot drift apart.
"""
