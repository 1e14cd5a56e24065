"""Guides, offices and overlays as a workbook for Excel, and back. Pure: bytes and texts in, texts and faults out.

Nothing here may touch the database or the web, nor trust a single byte of a file that came from outside.
"""
