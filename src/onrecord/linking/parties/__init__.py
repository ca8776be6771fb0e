"""Who is who in one ledger: a register of the parties that claims name, and what each is reported to have done."""
