"""The commands of `dlc`: each module holds one, as `command`, and imports what it needs when it is called."""
