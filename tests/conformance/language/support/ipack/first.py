print("first runs in", __package__)
value = 1
__all__ = ["value", "hidden_not"]
hidden_not = 2
_private = 3
