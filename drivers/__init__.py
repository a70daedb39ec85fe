"""Device drivers; they know nothing of the till, the sync or Qt."""

import logging

# A command that sets up no log must not print a driver's warnings on standard error;
# a till that does gets them all the same.
logging.getLogger(__name__).addHandler(logging.NullHandler())
