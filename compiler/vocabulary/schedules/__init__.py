"""Schedules: learning rates that change from step to step."""
