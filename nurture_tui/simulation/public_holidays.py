"""Public holidays of countries (R2), by the rules of those countries alone that are asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def country_code(text: str) -> str | None:
    """The country of `fi`, `FI`, `DE-BY` or `Finland` as a code, "" of "", None if unknown."""
    if not text.strip():
        return ""
    country, _, part = text.strip().partition("-")
    code = country.upper()
    if code in _modules():
        region = _regions(code).get(part.upper()) if part else ""
        if region is not None:
            return f"{code}-{region}" if part else code
    return _names().get(_letters(text))


@lru_cache(maxsize=512)
def public_holidays(country: str, first_year: int, last_year: int) -> tuple[int, ...]:
    """The public holidays of a country (FI) or a part of it (DE-BY) as ordinals, in order."""
    code, _, region = country.partition("-")
    found = _rules(code)(
        subdiv=region or None, years=range(first_year, last_year + 1), categories=("public",)
    )
    return tuple(sorted(day.toordinal() for day in found))


@lru_cache(maxsize=1)
def _modules() -> dict[str, str]:
    """By the two letters of each country the name of the module that has its rules."""
    # Imported late here and below, for it takes longer than many a run.
    from holidays.registry import COUNTRIES

    return {codes[0]: module for module, (_, *codes) in COUNTRIES.items()}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    found: dict[str, str] = {}
    for name, (kind, *codes) in COUNTRIES.items():
        found |= {_letters(word): codes[0] for word in (name, kind, *codes)}
    return found


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _regions(code: str) -> dict[str, str]:
    return {region.upper(): region for region in _rules(code).subdivisions}


@lru_cache(maxsize=512)
def _rules(code: str) -> Any:
    """The class of a country's holidays.

    Its module is loaded from its file: by its name Python would first load the package that it is
    in, which loads the modules of all 250 countries, 8 MB of them.
    """
    import holidays

    path = Path(holidays.__file__).parent / "countries" / f"{_modules()[code]}.py"
    spec = spec_from_file_location(f"{__name__}.{path.stem}", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return getattr(holidays, code)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, code)
