"""Finding services on the server: the understanding of `content` plus the words that only guide bodies hold."""
