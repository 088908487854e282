"""One module a step; the newest is what bot.store.tables describes."""
