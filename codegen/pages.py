"""The pages for people: the life of a response, the reference, the requirements."""

from __future__ import annotations

from pathlib import Path

from .bundle import Bundle
from .lifecycle_page import lifecycle_page
from .product import Product
from .reference import reference
from .requirements_page import requirements_page


def pages(bundle: Bundle, spec: Path) -> Product:
    """All of them, and their rows."""
    made = [make(bundle, spec) for make in (lifecycle_page, reference, requirements_page)]
    files = {name: text for product in made for name, text in product.files.items()}
    return Product(files, [row for product in made for row in product.contents])
