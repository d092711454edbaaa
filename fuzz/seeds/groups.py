try:
    a
except* B as e:
    pass
except* (C, D):
    pass
