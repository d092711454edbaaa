import iring_b
late = "late"
