"""The HTTP API: what other systems read and file (Open311 GeoReport v2), and the pages that let them."""
