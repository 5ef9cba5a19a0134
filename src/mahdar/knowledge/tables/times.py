"""Words of time (`times.toml`)."""

import msgspec


class TimeWord(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A word or phrase of time. `tag` is what the grammar of times sees (month, weekday, unit, deictic, …); `value` what
    it stands for in that class ("03", "P1D", "-1D", …)."""

    id: str
    tag: str
    value: str
    forms: tuple[str, ...]
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
