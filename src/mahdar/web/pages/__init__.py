"""The pages, in Arabic and English."""

from fastapi import APIRouter

__all__ = ["pages_router"]

pages_router = APIRouter(include_in_schema=False)
