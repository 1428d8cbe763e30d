"""Part two: clients register, open accounts, pay in, and trade, with every process of the product at work."""


def walk() -> None:
    pass
