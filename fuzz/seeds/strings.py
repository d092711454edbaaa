a = 'x' "y" r'\n' '\x41\u00e9\101\
'
b = b'\xff' rb'\x'
