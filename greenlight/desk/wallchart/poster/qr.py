"""The square that leads from the wall to the live page."""

from __future__ import annotations

import qrcode


def square(address: str, size: float) -> str:
    """Draw an address as a QR code of `size` points, quiet zone included; one path."""
    code = qrcode.QRCode(border=3, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    matrix = code.get_matrix()
    cells = "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    )
    scale = size / len(matrix)
    return (
        f'<g transform="scale({scale:.4f})"><rect width="{len(matrix)}" height="{len(matrix)}" fill="#fff"/>'
        f'<path d="{cells}" fill="#000" shape-rendering="crispEdges"/></g>'
    )
