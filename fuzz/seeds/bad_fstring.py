f'{a b}' f'{!r}'
