# features: TH02 TH15
# The program waits for its threads at its end, but not for daemons.
# boards: host
import _thread
import threading
import time


def last(number):
    stop.wait()
    if number:
        threading.Thread(target=last, args=(number - 1,)).start()
    else:
        print("last")


def daemon():
    threading.Event().wait()
    print("never")


stop = threading.Event()
threading.Thread(target=last, args=(3,)).start()
threading.Thread(target=daemon, daemon=True).start()
_thread.start_new_thread(daemon, ())
threading.Timer(0.02, stop.set).start()
print("end of the main thread")
raise SystemExit(0)
