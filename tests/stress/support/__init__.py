VALUE = [1, 2, 3]


def shout(text):
    return text.upper() + "!"
