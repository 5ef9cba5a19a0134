"""A fact before its statement is looked up."""

import msgspec


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A fact as its sentence tells it; tokens [first, last) are its evidence; `denied`: it says that it is not so."""

    subject: str
    property: str
    value: str
    rule: str
    first: int
    last: int
    denied: bool = False
