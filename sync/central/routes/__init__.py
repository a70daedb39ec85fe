"""The addresses of the central by subject.

Each reads a request, asks a service and writes its answer; no rule of the trade is
here. `context` says who may speak, `answers` what every answer looks like.
"""
