"""One script a question; each writes its part of results.json and of docs/benchmarks.md."""
