# features: LG01 LG23
# Which operator binds tighter, and to which side.
print(2 + 3 * 4, (2 + 3) * 4, 2 ** 3 ** 2, -2 ** 2, (-2) ** 2, 2 ** -1)
print(7 - 3 - 2, 100 // 7 // 2, 1 << 2 + 1, 1 | 2 ^ 3 & 4, ~5 + 1, - -3, not not 1)
print(not 1 == 2, 1 + 2 < 4 and 5 or 6, 1 if 0 else 2 if 0 else 3)
print(1 < 2 == True, (1 < 2) == True, 5 & 3 == 3, (5 & 3) == 3)
print(not 0 or 1 and 0, 0 or 1 and 2, (lambda: 1 if 0 else 2)(), 1 + (2 if 0 else 3))
print([1, 2, 3][1:][0], -[4][0], "ab" "cd"[1], 3 .real, 1..real)
