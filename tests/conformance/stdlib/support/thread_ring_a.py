"""Imports the module that imports this one."""
import time

time.sleep(0.03)
import thread_ring_b
done = True
