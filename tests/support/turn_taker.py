"""A process that takes one writer's turn, says so, and holds it until it is told."""

from __future__ import annotations

import sys
from pathlib import Path

from sync.central.writers_turn import WritersTurn

if __name__ == "__main__":
    print("asking", flush=True)
    with WritersTurn(Path(sys.argv[1])).taken():
        print("taken", flush=True)
        sys.stdin.readline()
