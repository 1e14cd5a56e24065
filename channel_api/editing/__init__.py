"""The rules of editing: who may do what to a draft, what a form says, what differs. Pure: no web, no database."""
