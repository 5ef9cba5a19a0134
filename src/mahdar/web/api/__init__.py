"""The questions over HTTP."""

from fastapi import APIRouter

__all__ = ["api_router"]

api_router = APIRouter(prefix="/api/v1", tags=["questions"])
