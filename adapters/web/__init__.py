"""HTTP for those who run the bot: is it alive, is it connected."""
