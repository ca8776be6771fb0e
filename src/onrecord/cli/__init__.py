"""The commands: what a person types, and what they see. Heavy parts are imported by the command that needs them."""
