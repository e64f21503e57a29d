"""Reading request bodies: as bytes, or as the fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from crosstrace.errors import InvalidInput, UnsupportedSyntax

FORM: Final = "application/x-www-form-urlencoded"
MAX_FIELDS: Final = 200


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in their order; a name may occur several times."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Every value of `name`."""
        return [value for field, value in self.fields if field == name]

    def only(self, name: str) -> str:
        """The one value of `name`; `InvalidInput` when there is none or more."""
        values = self.all(name)
        if len(values) != 1:
            raise InvalidInput(f"The form has {len(values)} fields {name!r}; send exactly one.")
        return values[0]


def media_type(request: Request) -> str:
    """The request's media type in lower case, without parameters; empty when it has none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request) -> bytes:
    """The body; its size and pace are limited by the middleware that counts it.

    `UnsupportedSyntax` for one that is compressed (RFC 9110, section 8.4).
    """
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedSyntax(
            f"The Content-Encoding {coding[:80]!r} is not read; send the body as it is."
        )
    return await request.body()


async def read_form(request: Request) -> Form:
    """The fields of an urlencoded form; `UnsupportedSyntax` for any other type."""
    if media_type(request) != FORM:
        raise UnsupportedSyntax(f"Send the form as {FORM}.")
    return parse_form(await request.body())


def parse_form(body: bytes) -> Form:
    """The fields in an urlencoded text; `InvalidInput` when it is not UTF-8 or has too many."""
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise InvalidInput("The form is not UTF-8, percent-encoded.") from error
    except ValueError as error:
        raise InvalidInput(f"The form has more than {MAX_FIELDS} fields.") from error
    return Form(tuple(fields))
