# features: BI01 BI03 BI05 BI07 BI08
# The methods that users call are there, by name.
need = {
    str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    list: "append clear copy count extend index insert pop remove reverse sort",
    dict: "clear copy fromkeys get items keys pop popitem setdefault update values",
    set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
    tuple: "count index", range: "count index start stop step",
    int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
    float: "as_integer_ratio conjugate fromhex hex imag is_integer real",
    bytes: "capitalize center count decode endswith find fromhex hex index isalnum join lower partition replace split strip translate upper zfill",
    BaseException: "add_note args with_traceback",
}
for t, names in need.items():
    print(t.__name__, [n for n in names.split() if not hasattr(t, n)])
