"""The commands, a module each with `run(arguments) -> status`; loaded when asked for."""
