where = "inner"
