"""Replication: facts go up to the center, reference data comes down.

The only door to `sync.engine`.  Nothing here is on the path of a sale: the till
talks to the agent through `agent_client`, and sells on when nobody answers.
"""
