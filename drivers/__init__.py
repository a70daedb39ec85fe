"""Device drivers; they know nothing of the till, the sync or Qt."""
