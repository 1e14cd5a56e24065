"""Bulk import of service items as government portals publish them, one JSON object a line."""
