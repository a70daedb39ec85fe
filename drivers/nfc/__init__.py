"""Cards held to a reader: badges, member cards, stored-value cards."""
