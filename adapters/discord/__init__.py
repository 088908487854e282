"""Discord: interactions, mentions and direct messages in, embeds and buttons out."""
