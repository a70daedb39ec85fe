"""State and intents of the screens; QtCore only."""
