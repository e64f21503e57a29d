"""The whole store in one file, written while the service runs, and restored anywhere."""

from crosstrace.backup.restoring import Restored, restore
from crosstrace.backup.writing import MEDIA_TYPE, backup_chunks, write_backup

__all__ = ["MEDIA_TYPE", "Restored", "backup_chunks", "restore", "write_backup"]
