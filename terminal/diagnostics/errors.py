"""Why a diagnosis could not be made; the till itself is not concerned."""


class DiagnosticsError(Exception):
    """A file, a process or an answer that a diagnosis needs was not as needed."""
