"""The central server: takes every event of every till and hands out reference data.

Layers inside: `app` (HTTP) calls the services (`ingest`, `enrolment`, `feed`, …),
which take an open SQLAlchemy connection and never commit; `database` owns threads,
connections and commits.
"""
