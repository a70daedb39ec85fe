"""Composition root of the till with its window.

Threads: GUI | use-case (opens and owns the ledger) | one per device | the agent's
client.  They meet only in ``@Slot`` methods of QObjects that live on the GUI thread,
and in the work queue.  Nothing here decides anything about a sale.

Each thing is loaded when its turn comes: the sign-on screen is painted first, then
the till is opened on its own thread and the names appear, then devices and the agent
follow and the sale screen is made.  Python runs one thread at a time, so opening the
till earlier would delay the first paint by as much and not bring the names earlier.
"""
