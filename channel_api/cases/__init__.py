"""The rules of cases, feedback and ratings: states, days, look-up and its limits. Knows no Flask and no SQL."""
