"""What people ask and where they are failed: spans of days, comparisons, charts and tables. Pure: no store, no web."""
