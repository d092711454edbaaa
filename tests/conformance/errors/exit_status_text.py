# features: BI16
# expect: error
# boards: host
# A text goes to standard error, and the status is 1.
raise SystemExit("goodbye")
