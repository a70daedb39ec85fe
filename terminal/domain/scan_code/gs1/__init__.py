"""GS1 element strings, Digital Links and scanner data, by the General Specifications.

Nothing here is imported before the first code that needs it.
"""
