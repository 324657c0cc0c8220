"""What a paper says, read from its bytes: PDF pages with the sizes of their letters, the square code."""

from __future__ import annotations

import ctypes
import io
import math
import zipfile

import pypdfium2
import qrcode
from pypdfium2 import raw

MM = 72 / 25.4


def letters(page: pypdfium2.PdfPage) -> list[float]:
    """Return the sizes of a page's letters in points, as they stand on the paper."""
    text, matrix, found = page.get_textpage(), raw.FS_MATRIX(), []
    for n in range(text.count_chars()):
        if chr(raw.FPDFText_GetUnicode(text, n)).isspace():
            continue
        size = raw.FPDFText_GetFontSize(text, n)
        raw.FPDFText_GetMatrix(text, n, ctypes.byref(matrix))
        found.append(size * math.hypot(matrix.c, matrix.d))
    text.close()
    return found


def words(page: pypdfium2.PdfPage) -> str:
    """Return a page's text."""
    text = page.get_textpage()
    found = str(text.get_text_range())
    text.close()
    return found


def size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Return width and height in millimetres."""
    return round(page.get_width() / MM), round(page.get_height() / MM)


def holds_code(page: pypdfium2.PdfPage, address: str) -> bool:
    """Tell whether the page's upper right corner holds the QR code of an address, field by field."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    fields = code.get_matrix()
    scale = 2400 / page.get_width()
    picture = page.render(scale=scale, crop=(page.get_width() * 0.9, page.get_height() * 0.85, 0, 0)).to_pil()
    dark = picture.convert("L").point(lambda one: 255 if one < 100 else 0)
    box = dark.getbbox()
    if box is None:
        return False
    square = min(box[2] - box[0], box[3] - box[1])
    field = square / len(fields)
    left = box[2] - square  # words may stand at its left
    return all(
        (dark.getpixel((int(left + (x + 0.5) * field), int(box[1] + (y + 0.5) * field))) == 255) == cell
        for y, line in enumerate(fields)
        for x, cell in enumerate(line)
    )


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF."""
    return pypdfium2.PdfDocument(io.BytesIO(data))


def parts(data: bytes) -> list[str]:
    """Return the names in a package (.docx, .xlsx)."""
    return zipfile.ZipFile(io.BytesIO(data)).namelist()
