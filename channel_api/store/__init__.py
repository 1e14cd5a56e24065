"""The only folder that speaks SQL, and the only one that knows which database it runs on."""
