"""mahdar reads Arabic news and keeps the minutes of diplomacy."""

__version__ = "0.1.0"
