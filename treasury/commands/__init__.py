"""The commands of `python -m treasury`, one module a subject; each hangs its commands on `console.app`."""
