try:
    a
except (B, C) as e:
    raise D from e
except:
    raise
else:
    pass
finally:
    return_ = 1
