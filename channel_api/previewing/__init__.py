"""Looking at a draft before anybody else does: its pictures and its sound, what search makes of it, who may look."""
