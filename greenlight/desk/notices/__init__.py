"""Notices: what people are told inside the product, by the morning's digest and by robots in chat groups."""
