# features: SM21
# Patterns put together at random, from a fixed seed, over short texts.
import re


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7fffffff
        return (self.state >> 12) % limit

    def choice(self, items):
        return items[self.below(len(items))]


rng = Numbers(2024)
SIMPLE = ['a', 'b', 'c', 'A', '.', '[ab]', '[^a]', r'\w', r'\b', '^', '$', r'\B', r'\s', '[^b-c]', '(?=a)', '(?!b)', '(?<=a)', '(?<!c)', r'\1', '(?(1)a|b)', '(?i:b)']


def atom(depth):
    kind = rng.below(8)
    if depth == 0 or kind < 5:
        return rng.choice(SIMPLE)
    inner = branches(depth - 1)
    return rng.choice(['(%s)', '(?:%s)', '(?>%s)', '(?=%s)', '(?!%s)', '(%s)']) % inner


def piece(depth):
    text = atom(depth)
    if rng.below(2):
        text += rng.choice(['*', '+', '?', '{2}', '{1,2}', '{,2}', '{2,}']) + rng.choice(['', '', '', '?'])
    return text


def branches(depth):
    count = rng.choice([1, 1, 2, 3])
    return '|'.join(''.join(piece(depth) for _ in range(1 + rng.below(3))) for _ in range(count))


for _ in range(250):
    pattern = branches(2)
    text = ''.join(rng.choice('abcabcA \n') for _ in range(rng.below(8)))
    flags = rng.choice([0, 0, re.I, re.M, re.S])
    try:
        found = [m.regs for m in re.finditer(pattern, text, flags)]
        whole = re.fullmatch(pattern, text, flags)
    except re.error as error:
        print(repr(pattern), error)
        continue
    print(repr(pattern), repr(text), int(flags), found, whole and whole.regs)
