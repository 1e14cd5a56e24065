"""The commands of `zhengwu-voice`, one a module: each adds its arguments with `add_to` and is run by `run`.

Importing one loads neither a sound library nor a model, so that every command starts as fast as the quickest.
"""
