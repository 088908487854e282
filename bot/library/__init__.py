"""The content folder: its shapes, its rules, its loading into immutable entries."""
