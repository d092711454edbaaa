# f-strings by PEP 701.
f'', f'a', f'{a}', f'a{b}c{d}e', f'{{}}', f'{{{a}}}', f'{a}{b}'
f'{a!r}', f'{a!s:>10}', f'{a:{b}}', f'{a:{b}.{c}}', f'{a!a:x{b!r}y}', f'{a:}', f'{a:{b:{c}}}'
f'{a=}', f'{a = }', f'{a=!s}', f'{a=:>5}', f'x{a + b = }y', f'{a.b(c)=}'
f'{a["b"]}', f'{f'{f'{a}'}'}', f"{'a' + "b"}", f'{a:{'b'}}'
f'{(lambda x: 1)}', f'{a if b else c}', f'{(a := 1)}', f'{a!=b}', f'{a == b}', f'{ {1: 2}[1] }', f'{[x for x in y]}'
f'{*a, b}', f'{yield_}', f'{a,}', f'{x:=5}', f'{x:%H:%M}', f'{a:{{b}}}'
f'''a
{b
  + c  # comment
}
d'''
f'{
    a
}'
f'''{a:
}'''
rf'\n{a}\{b}', fr'\{a}', f'\n{a}\x41', f'\'{a}\'', Rf"\{{}}"
'a' f'b' 'c', f'a' 'b' f'{c}' 'd', 'a' 'b' f'{c}' f'', u'a' f'{b}'
f'{a:\n}', f'{a:\x41}', f'{a!r:^{width}.{precision}}'
f"{'\n'.join(a)}", f'{a}' '{b}', F'{a}'
f'é{a}è', f'{a}\ud800'
