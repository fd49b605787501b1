"""A sender of push notifications, its faults, and the log that tells of them."""
