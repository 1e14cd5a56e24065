"""The ways of recognising speech, all behind `voice.listening.Recognizer`.

What runs a library written in C runs in a process of its own: there it may crash or hang, and the television goes on.
"""
