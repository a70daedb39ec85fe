"""Evertill's one program: parses the command and calls it.

Commands are modules found by name, so that a new one needs no change here.
Nothing heavy is imported: the till's start-up time begins in this file.
"""

import sys

from terminal.commands import _runner

if __name__ == "__main__":
    sys.exit(_runner.main(sys.argv[1:]))
