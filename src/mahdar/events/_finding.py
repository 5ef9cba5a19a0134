"""A fact before its statement is looked up."""

import msgspec


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A fact as its sentence tells it; tokens [first, last) are its evidence."""

    subject: str
    property: str
    value: str
    rule: str
    first: int
    last: int
