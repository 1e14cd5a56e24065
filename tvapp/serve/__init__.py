"""The television in browsers: one process draws for many, each browser with its own way through the channel."""
