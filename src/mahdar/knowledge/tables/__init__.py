"""The shapes of the knowledge files, one module a family. Unknown fields are refused."""
