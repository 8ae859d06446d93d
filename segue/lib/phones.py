"""Which number did somebody type, and is it the same as another?"""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from .text import digits


def parse(raw: str, country: str) -> str | None:
    """Read a number in any notation and give it in E.164; None when it cannot be one.

    National numbers are completed with the country (ISO 3166, two letters). Whether the number is in use is not asked:
    numbering plans change faster than we do.
    """
    number = _read(raw, country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def key(raw: str, country: str) -> str:
    """Give the digits by which numbers are compared, the country's code first; empty when there are none."""
    number = _read(raw, country)
    if not number:
        return digits(raw).removeprefix("00")
    extension = f"x{number.extension}" if number.extension else ""
    return digits(phonenumbers.format_number(number, PhoneNumberFormat.E164)) + extension


@lru_cache(maxsize=1024)
def display(e164: str) -> str:
    """Write a number so that it can be read aloud and dialled from anywhere: +49 30 123456."""
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=1024)  # what is stored is asked for several times in a row
def _read(raw: str, country: str) -> PhoneNumber | None:
    typed = raw.strip()
    # 00 means + wherever it is typed, also where the phones of the default country dial abroad in another way.
    international = f"+{typed[2:]}" if typed.startswith("00") else typed
    try:
        number = phonenumbers.parse(international, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
