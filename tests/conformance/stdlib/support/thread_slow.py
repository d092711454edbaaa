"""A module whose import takes its time."""
import time

begun = True
time.sleep(0.05)
done = True
